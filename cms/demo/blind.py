"""The demo's blind call: assessors tick whom they are tied to before they get applications without names."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from cms.demo.assessing import declare, type_in
from cms.demo.days import days_ago
from cms.demo.grants import Stage
from cms.demo.ideas import IDEAS
from grants.actions.assignment import ask_assessors
from grants.actions.listing import declare_ties
from grants.actions.naming import name_to_committee
from grants.models import Call
from grants.rules.declaring import parties_in
from grants.rules.listed import key_of_name
from people.models import User
from workflows import clock
from workflows.moves import SYSTEM


def play(stage: Stage) -> None:
    """Three assessors: one is tied to nobody, one to a member of a group, one has not gone through the list yet."""
    call = closed_call(stage)
    free, tied, _late = stage.cast.assessors[:3]
    tick(call, free, days_ago(9, 10))
    first, second = call.applications.in_state("admitted").in_order_of_number()
    tick(call, tied, days_ago(8, 17), names=second.group_members[-1:])
    with clock.at(days_ago(7)):
        ask_assessors(
            call=call,
            wanted={first.pk: [free.pk, tied.pk], second.pk: [free.pk]},
            due_at=days_ago(-9, 20),
            by=stage.staff,
        )
    begun = first.assessments.get(assessor=free)
    declare(begun, days_ago(5))
    type_in(begun, (8, 7), days_ago(4, 20), half=Decimal(0))


def closed_call(stage: Stage) -> Call:
    """Two groups applied; the form of both is in order."""
    call = stage.opened(
        stage.call(7, opens=48, closes=14, pl="bez nazwisk", en="without names", is_blind=True)
    )
    rows = [
        stage.submit(call, stage.cast.applicants[4 + place], IDEAS[place + 2], days_ago(20 - place))
        for place in range(2)
    ]
    for judge in stage.cast.assessors[:3]:
        name_to_committee(call=call, user=judge, place="assessor", by=stage.staff)
    for application in rows:
        stage.admit(application, days_ago(15))
    with clock.at(call.closes_at):
        call.close(by=SYSTEM, at=call.closes_at)
    with clock.at(days_ago(12)):
        call.start_assessment(by=stage.staff)
    return call


def tick(call: Call, judge: User, when: datetime, names: list[str] | None = None) -> None:
    """Go through the list and tick `names`."""
    seen = [key for key, _label in parties_in(call)]
    ticked = [key_of_name(name) for name in names or ()]
    declare_ties(call=call, ticked=ticked, seen=seen, by=judge, at=when)
