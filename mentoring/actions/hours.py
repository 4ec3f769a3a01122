"""Hours of mentors: never two at once, counted within the limits of their contracts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from finance.actions.work import record_work
from finance.models import WorkEntry
from finance.models.work import span_of
from finance.money import Money
from mentoring import guards, rules
from mentoring.models import Edition, Enrolment, MentorContract, SessionLog, Supervision
from mentoring.models.contract import contract_minutes, contract_of, month_minutes
from mentoring.models.outside import stated_around
from mentoring.models.timesheet import counted_minutes, minutes_in_month
from people.models import Person
from workflows import clock
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotYours
from workflows.models.link import type_of
from workflows.moves import SYSTEM


def clash(
    person: Person, day: date, begins: time | None, minutes: int, *, but: int | None = None
) -> list[str]:
    """What this person already does in these hours, in any edition, programme or project elsewhere, as a sentence.

    `but` is the key of the meeting that is being corrected. Whoever reads it learns the hours and nothing else.
    """
    if (mine := span_of(day, begins, minutes)) is None:
        return []
    for begun, ended in _taken(person, day, but):
        if mine[0] < ended and begun < mine[1]:
            hours = {"begins": f"{begun:%H:%M}", "ends": f"{ended:%H:%M}", "person": person}
            return [
                _(
                    "%(person)s already has hours from %(begins)s to %(ends)s that day. Give the right hours here, or correct the other ones first."
                )
                % hours
            ]
    return []


def clash_with_stated(person: Person, day: date, begins: time | None, minutes: int) -> list[str]:
    """The hours stated for a project elsewhere that these overlap with, as a sentence."""
    mine = span_of(day, begins, minutes)
    for other in stated_around(person, day) if mine else ():
        if mine and other.span and mine[0] < other.span[1] and other.span[0] < mine[1]:
            return [
                _("%(person)s stated work in another project from %(begins)s to %(ends)s that day.")
                % {
                    "person": person,
                    "begins": f"{other.begins:%H:%M}",
                    "ends": f"{other.ends:%H:%M}",
                }
            ]
    return []


def _taken(person: Person, day: date, but: int | None) -> Iterable[tuple[datetime, datetime]]:
    """From when to when this person's time around `day` is taken: meetings not withdrawn, and all other work."""
    beside = (day - timedelta(days=1), day + timedelta(days=1))
    logs = SessionLog.objects.exclude(state="withdrawn").exclude(pk=but)
    logs = logs.filter(pairing__mentor__person=person, held_on__range=beside)
    work = WorkEntry.objects.filter(person=person).around(day)
    work = work.exclude(about_type=type_of(SessionLog))
    elsewhere = stated_around(person, day)
    return sorted(each.span for each in (*logs, *work, *elsewhere) if each.span)


def count_hours(enrolment: Enrolment, about: SessionLog | Supervision) -> bool:
    """Count the mentor's time for `about`, unless it would break a limit; say whether it counts.

    Raises GuardsFailed when it overlaps with other work of the mentor anywhere in the installation.
    """
    day, begins, what = _facts(about)
    limits = guards.beyond(
        about.minutes,
        used=counted_minutes(enrolment),
        contract=contract_minutes(enrolment),
        in_month=minutes_in_month(enrolment.person_id, day),
        month=month_minutes(enrolment),
    )
    if limits:
        return False
    if sentences := clash_with_stated(enrolment.person, day, begins, about.minutes):
        raise GuardsFailed(sentences)
    rate = hour_rate(enrolment)
    record_work(
        about=about,
        programme=enrolment.edition.programme,
        person=enrolment.person,
        day=day,
        begins=begins,
        minutes=about.minutes,
        way=WorkEntry.Way.PAID if rate else WorkEntry.Way.GIVEN,
        rate=rate,
        what=what,
        by=SYSTEM,
    )
    return True


def _facts(about: SessionLog | Supervision) -> tuple[date, time | None, str]:
    """The day, the hour and the words under which the time is entered."""
    if isinstance(about, SessionLog):
        pair = about.pairing
        return about.held_on, about.begins, f"{pair.edition}: {pair.mentee.person}"
    start = localtime(about.starts_at)
    return start.date(), start.time(), f"{about.edition}: {about}"


def hour_rate(enrolment: Enrolment) -> Money | None:
    """What an hour of the mentor costs: as the contract says, without one as the edition does; None for volunteers."""
    contract = contract_of(enrolment)
    rate = contract.rate if contract else enrolment.edition.hour_rate
    return Money(rate, "PLN") if rate else None


def count_what_fits(enrolment: Enrolment) -> None:
    """Count what both sides confirmed and what is not counted yet, the earliest first, as far as the limits allow.

    What counts already stays, so that a month that was signed on paper does not change behind its back.
    """
    # the sums below must not change before the hours stand
    Person.objects.select_for_update().get(pk=enrolment.person_id)
    rows = SessionLog.objects.in_state("confirmed").filter(pairing__mentor=enrolment)
    rows = rows.exclude(pk__in=_counted(enrolment, SessionLog))
    rows = rows.select_related("pairing__mentee__person", "pairing__edition")
    held = Supervision.objects.in_state("held").filter(came=enrolment)
    held = held.exclude(pk__in=_counted(enrolment, Supervision)).order_by("starts_at", "pk")
    waiting = [*rows.order_by("held_on", "begins", "pk"), *held.select_related("edition")]
    for about in waiting:
        # hours entered elsewhere meanwhile may overlap: such a line stays out, and the sheet says so
        with suppress(GuardsFailed):
            count_hours(enrolment, about)


def _counted(enrolment: Enrolment, model: Any) -> Any:
    """Keys of the rows of `model` that count for this mentor."""
    rows = WorkEntry.objects.filter(person=enrolment.person_id, about_type=type_of(model))
    return rows.values("about_id")


@follows(SessionLog.confirm, SessionLog.confirm_by_itself)
def count_confirmed(log: SessionLog, entry: Any) -> None:
    """The mentor's time of a confirmed meeting counts as work for the programme; never two hours at once."""
    mentor = log.pairing.mentor.person
    if sentences := clash(mentor, log.held_on, log.begins, log.minutes, but=log.pk):
        raise GuardsFailed(sentences)
    count_what_fits(_with_contract(log.pairing.mentor_id))


@follows(Supervision.hold)
def count_supervision(supervision: Supervision, entry: Any) -> None:
    """So does the time of every mentor who came to a supervision."""
    for key in supervision.came.order_by("pk").values_list("pk", flat=True):
        count_what_fits(_with_contract(key))


def _with_contract(key: int) -> Enrolment:
    rows = Enrolment.objects.select_related("contract", "person", "edition__activity__programme")
    found: Enrolment = rows.get(pk=key)
    return found


def recount(edition: Edition) -> None:
    """The limits of an edition changed: count what was left out and now fits."""
    for key in edition.enrolments.accepted_as("mentor").order_by("pk").values_list("pk", flat=True):
        count_what_fits(_with_contract(key))


@transaction.atomic
def keep_contract(*, enrolment: Enrolment, by: Any, fields: Mapping[str, Any]) -> MentorContract:
    """Keep what a mentor's contract says, and count what was left out and now fits.

    `fields` hold number, signed_on, hours, month_hours, rate. Raises NotYours, and GuardsFailed when more hours are
    counted already than the contract would cover.
    """
    if sentences := rules.is_staff.why_not(by, enrolment):
        raise NotYours(sentences)
    Person.objects.select_for_update().get(pk=enrolment.person_id)
    used = counted_minutes(enrolment)
    if used > 60 * fields["hours"]:
        raise GuardsFailed(
            [
                _("%(used)s are counted already: the contract cannot cover less.")
                % {"used": guards.to_the_minute(used)}
            ]
        )
    contract, _created = MentorContract.objects.update_or_create(
        enrolment=enrolment, defaults={**fields, "kept_by": by, "kept_at": clock.now()}
    )
    count_what_fits(_with_contract(enrolment.pk))
    return contract


@transaction.atomic
def plan_supervision(*, edition: Edition, by: Any, **fields: Any) -> Supervision:
    """Plan a supervision of the edition's mentors; they get the invitation by mail.

    Raises NotYours, and GuardsFailed when the edition is over or its hour is.
    """
    if sentences := rules.is_staff.why_not(by, edition):
        raise NotYours(sentences)
    if edition.state == Edition.States.FINISHED:
        raise GuardsFailed([_("This edition is finished.")])
    supervision: Supervision = Supervision.objects.begin(by=by, edition=edition, **fields)
    return supervision


@transaction.atomic
def hold_supervision(
    *, supervision: Supervision, came: Iterable[Enrolment], by: Any, seen: int | None = None
) -> None:
    """Say who came to a supervision; their hours count. Raises what the move raises, and GuardsFailed for overlaps."""
    if sentences := rules.is_staff.why_not(by, supervision):
        raise NotYours(sentences)
    present = list(came)
    start = localtime(supervision.starts_at)
    found = [
        sentence
        for each in present
        for sentence in clash(each.person, start.date(), start.time(), supervision.minutes)
    ]
    if found:
        raise GuardsFailed(found)
    if supervision.state == Supervision.States.PLANNED:
        supervision.came.set(present)
    supervision.hold(by=by, seen=seen)
