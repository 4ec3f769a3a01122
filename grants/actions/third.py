"""The third assessment: opened by the call's rules, the moment the second sheet is handed in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from grants.actions.assignment import ask_a_third
from grants.models import Assessment, Call
from grants.rules.agreement import later
from grants.rules.decision import card_of, divergence_of
from workflows import clock
from workflows.consequences import follows
from workflows.moves import SYSTEM
from workflows.turns import refresh_turns
from workflows.workdays import end_of_day

PAIR = 2  # the rules speak of two assessments that differ
USUAL_DAYS = 7
LEAST_TIME = timedelta(days=2)


@follows(Assessment.submit)
def open_third_where_two_differ(assessment: Assessment, entry: Any) -> None:
    """Compare the two sheets of the application; when they are too far apart, open and ask for a third one.

    Where nobody is free of conflict the staff hear it and have the call's next move.
    """
    application = assessment.application
    call = Call.objects.get(pk=application.call_id)
    application.call = call
    if not call.opens_third or application.third_opened_at or call.assessments_needed != PAIR:
        return
    standing = list(Assessment.objects.of_application(application).live().order_by("pk"))
    if [one.state for one in standing] != [Assessment.States.SUBMITTED] * PAIR:
        return
    first, second = (one.points() for one in standing)
    reasons = divergence_of(call).reasons(first, second, card_of(call))
    if reasons:
        application.open_third(by=SYSTEM, reasons=[reason.value for reason in reasons])
        ask_a_third(application, due_at=due_of_one_more(call))
        refresh_turns([call])


def due_of_one_more(call: Call) -> datetime:
    """Until when one more assessor is asked: the call's own day where it leaves time, else in a week."""
    due, now = call.assessment_due_at, clock.now()
    if due is not None and due - now >= LEAST_TIME:
        return due
    return end_of_day(later(clock.today(), USUAL_DAYS))
