"""Presence by the code on a participant's phone: one person, one day, one tap."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities import rules
from activities.models import Attendance, Registration
from activities.querysets import HOLDS_A_PLACE
from activities.rules import WAS_THERE
from workflows import clock
from workflows.errors import GuardsFailed, NotYours

from .places import locked_subject


def sentences_against_presence(registration: Registration) -> list[str]:
    """Why this person can not be ticked today; empty when they can."""
    subject, today = registration.subject, clock.today()
    if registration.state not in HOLDS_A_PLACE:
        said = {"person": registration.person, "state": registration.get_state_display()}
        return [_("%(person)s is not on the list of those who come: %(state)s.") % said]
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
    Attendance.objects.update_or_create(
        registration=fresh,
        day=clock.today(),
        defaults={"present": True, "marked_at": clock.now(), "marked_by": by},
    )
    if fresh.state not in WAS_THERE:
        fresh.attend(by=by)
    return True
