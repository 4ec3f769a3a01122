"""Presence by the code on a participant's phone or by the list at the door: one person, one day, one tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities import rules
from activities.models import Attendance, Event, Registration
from activities.querysets import HOLDS_A_PLACE
from activities.rules import WAS_THERE
from workflows import clock
from workflows.errors import GuardsFailed, NotYours

from .places import locked_subject


def sentences_against_presence(registration: Registration) -> list[str]:
    """Why this person can not be ticked today; empty when they can."""
    subject, today = registration.subject, clock.today()
    if sentences := _not_expected(registration):
        return sentences
    if today not in subject.days:
        said = {
            "today": date_format(today),
            "first": date_format(subject.days[0]),
            "last": date_format(subject.days[-1]),
        }
        return [_("Today is %(today)s; it lasts from %(first)s to %(last)s.") % said]
    if not subject.takes_attendance:
        return [_("The attendance is not taken here now.")]
    return []


def _not_expected(place: Registration) -> list[str]:
    if place.state in HOLDS_A_PLACE:
        return []
    said = {"person": place.person, "state": place.get_state_display()}
    return [_("%(person)s is not on the list of those who come: %(state)s.") % said]


def presence_today(registration: Registration) -> Attendance | None:
    """The tick that stands for today, if any."""
    return registration.attendances.filter(day=clock.today(), present=True).first()


@transaction.atomic
def mark_present(*, registration: Registration, by: Any) -> bool:
    """Tick that this person is there today; False when they were ticked already. Raises NotYours, GuardsFailed.

    Nobody else's tick changes: whoever is missing is said so by the list of the day.
    """
    locked_subject(registration.subject)
    fresh = Registration.objects.with_subjects().get(pk=registration.pk)
    if sentences := rules.may_confirm_presence.why_not(by, fresh):
        raise NotYours(sentences)
    if sentences := sentences_against_presence(fresh):
        raise GuardsFailed(sentences)
    if presence_today(fresh):
        return False
    _write(fresh, Tick(fresh.pk, clock.today(), clock.now(), is_there=True), by)
    return True


@dataclass(frozen=True)
class Tick:
    """One tap at the door: whose place, for which day, when, and whether they are there or were ticked by mistake."""

    key: int
    day: date
    at: datetime
    is_there: bool


@transaction.atomic
def check_in(*, event: Event, ticks: Sequence[Tick], by: Any) -> dict[int, str]:
    """Take over what was tapped at the door, also some time ago, while there was no connection.

    Saying the same twice changes nothing, and an older tap never undoes a newer one, so that whoever is not sure
    that their taps arrived sends them again. Returns why a tap was not taken, by the key of its place. Raises NotYours.
    """
    fresh = locked_subject(event)
    if sentences := rules.is_staff.why_not(by, fresh):
        raise NotYours(sentences)
    rows = fresh.registrations.with_subjects().select_related("person__user")
    places = {row.pk: row for row in rows.filter(pk__in={tick.key for tick in ticks})}
    refused: dict[int, str] = {}
    for tick in sorted(ticks, key=lambda each: each.at):
        place = places.get(tick.key)
        if place is None:
            refused[tick.key] = _("This person is not on the list of this event.")
        elif sentences := _against_tick(place, fresh, tick.day, by):
            refused[tick.key] = sentences[0]
        else:
            _write(place, tick, by)
    return refused


def _against_tick(place: Registration, event: Event, day: date, by: Any) -> list[str]:
    """Why this tap can not be taken; the day may have passed by now, but never lies ahead."""
    if sentences := rules.may_confirm_presence.why_not(by, place):
        return sentences
    if sentences := _not_expected(place):
        return sentences
    if not event.takes_attendance:
        return [_("The attendance is final: it can no longer be changed.")]
    if day not in event.past_days():
        return [_("Attendance is taken on the days of the meeting, once they have come.")]
    return []


def _write(place: Registration, tick: Tick, by: Any) -> None:
    """Keep the tap unless a newer one stands, and let the place follow it."""
    # a phone whose clock is fast must not lock out whoever corrects it
    at = min(tick.at, clock.now())
    standing = place.attendances.filter(day=tick.day).first()
    if standing is None:
        if not tick.is_there:
            return
        standing = Attendance(registration=place, day=tick.day)
    elif standing.present == tick.is_there or standing.marked_at > at:
        return
    standing.present, standing.marked_at, standing.marked_by = tick.is_there, at, by
    standing.save()
    if tick.is_there and place.state not in WAS_THERE:
        place.attend(by=by)
    elif not tick.is_there and not place.attendances.filter(present=True).exists():
        place.miss(by=by)
