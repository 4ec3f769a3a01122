"""What the demo's people said of themselves before an assessment: which topics they know, which columns they want."""

from __future__ import annotations

from cms.demo.cast import Cast
from cms.demo.days import days_ago
from cms.demo.grants import Stage
from grants.actions.columns import choose_columns
from grants.actions.expertise import say_topics
from grants.actions.naming import name_to_committee
from grants.models import Call
from grants.rules.topics import Topics
from workflows import clock

OPEN_NOW = "inicjatywy-lokalne-3"


def play(stage: Stage) -> None:
    """The call that is open now has its assessors; two people chose what they see of applications."""
    committee_to_be(stage, Call.objects.get(code=OPEN_NOW))
    choose(stage.cast)


def committee_to_be(stage: Stage, call: Call) -> None:
    """The assessors of an open call were asked for their topics: one ticked some, one takes any, one is silent."""
    judges, every = stage.cast.assessors[:3], list(Topics(call).labels)
    with clock.at(days_ago(8)):
        for judge in judges:
            name_to_committee(call=call, user=judge, place="assessor", by=stage.staff)
    for judge, topics in zip(judges[1:], (every[:2], every), strict=True):
        said_at = days_ago(6)
        with clock.at(said_at):
            say_topics(call=call, assessor=judge, topics=topics, seen=0, by=judge, at=said_at)


def choose(cast: Cast) -> None:
    """The chair looks at sums and tracks, the coordinator at who applies and when; staff see the usual columns."""
    sums = ("number", "call", "track", "state", "asked", "granted")
    choose_columns(keys=sums, by=cast.chair)
    people = ("number", "applicant", "applies_as", "state", "starts", "ends")
    choose_columns(keys=people, by=cast.coordinator)
