"""Work of volunteers: entered by the day, confirmed, counted as own contribution."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from finance.actions import forget_work, record_work
from finance.models import BudgetLine, WorkEntry
from finance.money import Money
from grants.models import Agreement, VolunteerWork, WorkRate
from grants.rules import volunteering as rules
from people import names
from people.actions.persons import note_person
from people.models import Person
from workflows import clock
from workflows.consequences import follows
from workflows.errors import GuardsFailed
from workflows.turns import refresh_turns

from .register import refuse_unless_open

MINUTES = Decimal(60)  # in an hour


@dataclass(frozen=True)
class WorkOfKind:
    """Own work of one kind: the hours that the application promised, those confirmed so far, what these count."""

    kind: str
    planned: Decimal
    worked: Decimal
    worth: Decimal


@transaction.atomic
def enter_work(
    *,
    agreement: Agreement,
    given_name: str,
    family_name: str,
    kind: WorkRate,
    day: date,
    begins: time,
    hours: Decimal,
    task: str,
    by: Any,
) -> VolunteerWork:
    """Enter that somebody worked `hours` on `day` from `begins` on, at the call's rate of `kind`.

    Somebody with that name who worked here before, or the grantee, is that person. Raises NotYours unless the
    report is open to `by`, GuardsFailed for a day that does not count or work that overlaps with other work.
    """
    refuse_unless_open(agreement, by)
    if sentence := rules.against_day(agreement, day, clock.today()):
        raise GuardsFailed([sentence])
    person = volunteer_named(agreement, given_name, family_name) or note_person(
        by=by, given_name=given_name, family_name=family_name
    )
    work = VolunteerWork.objects.begin(by=by, agreement=agreement, person=person, kind=kind)
    record_work(
        about=work,
        programme=agreement.programme,
        person=person,
        day=day,
        begins=begins,
        minutes=int((hours * MINUTES).quantize(Decimal(1), rounding=ROUND_HALF_UP)),
        way=WorkEntry.Way.GIVEN,
        rate=Money(kind.rate, agreement.currency),
        what=task,
        by=by,
    )
    return work


def volunteer_named(agreement: Agreement, given_name: str, family_name: str) -> Person | None:
    """Who of those who worked for `agreement`, or its grantee, is called so; case and accents do not matter."""
    wanted = names.fold(f"{given_name} {family_name}")
    known = Person.objects.filter(volunteering__agreement=agreement).distinct()
    author = Person.objects.filter(user=agreement.application.author_id)
    return next(
        (one for one in [*author, *known] if names.fold(one.full_name) == wanted),
        None,
    )


@transaction.atomic
def confirm_work(*, agreement: Agreement, by: Any) -> int:
    """Confirm everything that is entered; returns how many days. Raises what `VolunteerWork.confirm` raises."""
    waiting = list(agreement.volunteering.in_state("entered"))
    if not waiting:
        raise GuardsFailed([_("Everything is confirmed already.")])
    for work in waiting:
        work.confirm(by=by)
    return len(waiting)


@follows(Agreement.hand_in_report, Agreement.return_report, Agreement.call_off, Agreement.end_early)
def ask_while_it_can_be_confirmed(agreement: Agreement, record: Any) -> None:
    """Nobody is reminded of work that can not be confirmed any more; with the report it comes back."""
    refresh_turns(agreement.volunteering.in_state("entered"))


@follows(VolunteerWork.take_off)
def forget_hours(work: VolunteerWork, record: Any) -> None:
    """What was taken off was not worked."""
    forget_work(about=work)


def work_of(agreement: Agreement) -> list[VolunteerWork]:
    """The standing work of an agreement with its hours, by person and day."""
    rows = agreement.volunteering.standing().select_related("person", "kind")
    found = list(rows.prefetch_related("entries"))
    for work in found:
        work.agreement = agreement
    found.sort(key=lambda work: (work.person.sort_key, work.entry.day if work.entry else date.min))
    return found


def work_by_kind(agreement: Agreement, works: Iterable[VolunteerWork]) -> list[WorkOfKind]:
    """Each kind of work that was promised in hours, or that `works`, the agreement's own, show as done and confirmed.

    In the order of the call; a kind that it no longer counts comes last, as the application named it.
    """
    frozen = agreement.application.latest_submission
    promised = frozen.hours() if frozen else {}
    done: dict[str, list[VolunteerWork]] = {}
    for work in works:
        if work.state == "confirmed" and work.entry is not None:
            done.setdefault(work.kind.key, []).append(work)
    titles = {rate.key: rate.title for rate in agreement.call.work_rates.all()}
    titles |= {key: one.kind for key, one in promised.items() if key not in titles}
    return [
        WorkOfKind(
            title,
            promised[key].hours if key in promised else Decimal(0),
            sum(
                (Decimal(work.entry.minutes) for work in done.get(key, []) if work.entry),
                Decimal(0),
            )
            / MINUTES,
            sum((work.worth.amount for work in done.get(key, [])), Decimal(0)),
        )
        for key, title in titles.items()
        if key in promised or key in done
    ]


def worth_of_work(agreement: Agreement) -> Decimal:
    """What the confirmed work counts as own contribution."""
    done = (one.worth.amount for one in work_of(agreement) if one.state == "confirmed")
    return sum(done, Decimal("0.00"))


def own_cash(agreement: Agreement) -> Decimal:
    """What the grantee paid of the documents in the register."""
    own: Any = agreement.shares().filter(line__source=BudgetLine.Source.OWN)
    return Money(own.charged(), agreement.currency).amount
