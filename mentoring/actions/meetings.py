"""Planning the next meeting of a pair, and what becomes of the plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from mentoring import guards, rules
from mentoring.models import Pairing, PlannedMeeting
from workflows import clock
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotYours
from workflows.moves import SYSTEM
from workflows.turns import refresh_turns


@transaction.atomic
def plan_meeting(
    *, pairing: Pairing, by: Any, starts_at: datetime, **fields: Any
) -> PlannedMeeting:
    """Plan the next meeting; both sides get the invitation by mail.

    Raises NotYours, and GuardsFailed when the pair is not active, the hour is over, or the pair meets then already.
    """
    fresh = Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=pairing.pk)
    if not rules.works_in_pair(by, fresh):
        raise NotYours(rules.works_in_pair.why_not(by, fresh))
    if sentences := list(guards.plan_problems(fresh, starts_at, fields["minutes"], clock.now())):
        raise GuardsFailed(sentences)
    meeting: PlannedMeeting = PlannedMeeting.objects.begin(
        by=by, pairing=fresh, planned_by=by, starts_at=starts_at, **fields
    )
    return meeting


def note_held(*, pairing: Pairing, day: date, by: Any) -> None:
    """A meeting of `day` is written down: what was planned for that day took place."""
    begun = pairing.meetings.in_state("planned").filter(starts_at__lte=clock.now())
    for meeting in begun.with_pair():
        if localtime(meeting.starts_at).date() == day:
            meeting.hold(by=by)


@follows(Pairing.pause, Pairing.complete, Pairing.terminate, Pairing.rematch)
def call_off_meetings(pairing: Pairing, entry: Any) -> None:
    """A pair that rests or is over does not meet: what it still planned is called off in both calendars."""
    rests = pairing.state == Pairing.States.PAUSED
    why = _("The pair pauses.") if rests else _("The pair does not work together any more.")
    for meeting in pairing.meetings.in_state("planned").with_pair():
        meeting.call_off(by=SYSTEM, note=why)


@follows(Pairing.resume)
def move_open_days(pairing: Pairing, entry: Any) -> None:
    """No deadline ran during the pause: what is open is due as many days later as it lasted."""
    days = timedelta(days=pairing.days_paused)
    if not days:
        return
    stood = pairing.has_approved_plan
    for milestone in pairing.milestones.exclude(state__in=("approved", "dropped")).with_pair():
        milestone.due_on += days
        milestone.save_draft(seen=milestone.version, fields=["due_on"])
        refresh_turns([milestone])
    if stood:
        # the same plan, only later: nobody is asked to approve it a second time
        moved = Pairing.objects.with_work().get(pk=pairing.pk)
        Pairing.objects.filter(pk=pairing.pk).update(plan_approved=moved.plan_fingerprint())
