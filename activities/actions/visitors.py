"""People who come to an event without an account: they sign up, read and give up their place by links alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from activities import guards, notices
from activities.models import Event, Registration, Stop
from activities.rules import COMES, WAS_THERE
from people.actions.consents import note_consent_of_visitor
from people.actions.persons import note_visitor
from people.models import ConsentClause
from workflows import clock
from workflows.consequences import follows
from workflows.errors import GuardsFailed
from workflows.models import Message
from workflows.moves import SYSTEM
from workflows.outbox import letter_about, put_in_outbox

from .places import locked_subject, put_on_list

#: The reminder goes out from this long before the beginning; who signs up later has just got a letter.
BEFORE = timedelta(hours=24)


@transaction.atomic
def sign_up_visitor(
    *,
    event: Event,
    who: Mapping[str, str],
    answers: Mapping[str, Any],
    sessions: Collection[Stop],
    clauses: Collection[ConsentClause],
    language: str,
    at: datetime,
) -> None:
    """Register somebody without an account; `who` holds given_name, family_name and email.

    What came of it they read in a letter alone: the page must not tell a stranger whether somebody is on the list. So
    whoever signs up twice gets their letter once more, at most once a day. Raises GuardsFailed when registrations are
    closed or a session is full.
    """
    fresh = locked_subject(event)
    if sentences := guards.can_be_applied_for.sentences(fresh, {"at": at}):
        raise GuardsFailed(sentences)
    person = note_visitor(**who)
    standing = fresh.registrations.open().filter(person=person).first()
    if standing is not None:
        _write_again(standing)
        return
    given = {**answers, "language": language}
    put_on_list(fresh, person, by=SYSTEM, answers=given, sessions=sessions)
    for clause in clauses:
        note_consent_of_visitor(person=person, clause=clause)


def _write_again(registration: Registration) -> None:
    waits = registration.state == Registration.States.RESERVE
    notice = notices.registration_on_reserve if waits else notices.registration_accepted
    number = (registration.number_on_reserve() or "") if waits else ""
    _send(
        registration,
        notice,
        f"again:{registration.pk}:{clock.today()}",
        {"number": number},
    )


def _send(
    registration: Registration,
    notice: Any,
    occasion: str,
    more: Mapping[str, Any],
    *,
    attaches: Any = notices.calendar_of,
) -> None:
    """One letter to the person; the same occasion twice is one letter."""
    (who,) = notices.person_of(registration)
    letter = letter_about(
        registration,
        notice.template,
        who,
        gives=lambda: {**notices.facts_of_place(registration), **more},
        attaches=attaches,
        leads_to=notices.own_page,
        occasion=occasion,
    )
    if not Message.objects.filter(message_id=letter.message_id).exists():
        put_in_outbox([letter])


@transaction.atomic
def give_up_by_link(*, registration: Registration) -> None:
    """Cancel the place for whoever holds the link of its letters. Raises MoveRefused once it has begun."""
    locked_subject(registration.subject)
    fresh = Registration.objects.with_subjects().get(pk=registration.pk)
    if fresh.state != Registration.States.CANCELLED:
        fresh.cancel(by=SYSTEM, note=_("Given up by the link in the letter."))


@follows(Event.close)
def thank_those_who_came(event: Event, entry: Any) -> None:
    """The list is final: whoever was there can have the certificate, and reads what stays of the event."""
    there = event.registrations.in_state(*WAS_THERE).with_subjects().select_related("person__user")
    for registration in there:
        _send(
            registration,
            notices.event_thanks,
            f"thanks:{registration.pk}:{entry.pk}",
            {"materials": event.materials},
            attaches=None,
        )


def remind_of_tomorrow() -> int:
    """Write to everybody who has a place at an event that begins within a day; return how many. Twice writes none twice."""
    now = clock.now()
    soon = Event.objects.filter(state="announced", starts_at__gt=now, starts_at__lte=now + BEFORE)
    places = (
        Registration.objects.in_state(*COMES)
        .filter(event__in=soon)
        .with_subjects()
        .select_related("person__user")
    )
    written = Message.objects.filter(template=notices.event_tomorrow.template)
    told = set(written.filter(created_at__gt=now - 2 * BEFORE).values_list("occasion", flat=True))
    due = [each for each in places if _occasion(each) not in told]
    for registration in due:
        _send(registration, notices.event_tomorrow, _occasion(registration), {})
    return len(due)


def _occasion(registration: Registration) -> str:
    """The day before this beginning: an event that is moved to another day reminds again."""
    return f"tomorrow:{registration.pk}:{localtime(registration.subject.starts_at):%Y-%m-%d %H:%M}"
