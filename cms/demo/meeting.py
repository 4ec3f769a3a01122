"""The demo's committees meet: who comes, who leaves for an item, the votes, the minutes and who signs them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from cms.demo.days import days_ago
from cms.demo.grants import Stage
from grants.actions.committee import Votes
from grants.actions.meeting import (
    call_meeting,
    note_coming,
    recuse_from_item,
    take_up,
    vote_on_item,
)
from grants.actions.minutes import describe_course, send_minutes
from grants.documents.minutes import draft_content
from grants.models import Call, Minutes
from people.models import User
from workflows import clock
from workflows.roles import give_role


def hold_meeting(stage: Stage, call: Call, days: int) -> None:
    """The committee meets `days` days ago in the morning: one member leaves for the first item."""
    chair, (deputy, neighbour, member) = stage.cast.chair, stage.cast.assessors[5:8]
    secretary = stage.cast.coordinator
    roles = {deputy: "deputy", neighbour: "member", member: "member", secretary: "secretary"}
    for person, role in roles.items():
        give_role(person, role, call, by=stage.staff)
    with clock.at(days_ago(days + 3)):
        meeting = call_meeting(
            call=call,
            starts_at=days_ago(days, 9),
            place="Rybnik, ul. Wspólna 7, sala 12",
            by=secretary,
        )
    with clock.at(start := days_ago(days, 9)):
        meeting.open_meeting(by=secretary, at=start)
    kept: dict[str, Any] = {"meeting": meeting, "by": secretary}
    for minute, person in enumerate([chair, *roles]):
        note_coming(person=person, at=start + timedelta(minutes=minute), **kept)
    first = call.applications.in_state("admitted").in_order_of_number().first()
    take_up(application=first, at=start + timedelta(minutes=15), **kept)
    recuse_from_item(
        person=neighbour,
        reason="mieszka w sąsiednim domu",
        at=start + timedelta(minutes=16),
        **kept,
    )
    vote_on_item(votes=Votes(3, 0, 0), at=start + timedelta(minutes=27), **kept)
    take_up(application=None, at=start + timedelta(minutes=30), **kept)
    vote_on_item(votes=Votes(3, 0, 1), at=start + timedelta(minutes=55), **kept)
    with clock.at(end := start + timedelta(hours=1)):
        meeting.close_meeting(by=secretary, at=end)


def send_back_and_sign(stage: Stage, call: Call, days: int) -> None:
    """The secretary sends the minutes out; one remark sends them back once, then all confirm."""
    minutes = Minutes.objects.get(meeting__call=call)
    secretary, (deputy, neighbour, member) = stage.cast.coordinator, stage.cast.assessors[5:8]
    _send_minutes(minutes, secretary, days_ago(days + 1, 10))
    with clock.at(days_ago(days + 1, 12)):
        minutes.send_back(by=neighbour, note="Brakuje zdania o dyskusji nad drugim wnioskiem.")
    with clock.at(days_ago(days, 9)):
        describe_course(
            minutes=minutes,
            course="Przy drugim wniosku komisja rozmawiała o tym, kto zadba o ławki po zakończeniu projektu. Nikt nie zgłosił zdania odrębnego.",
            by=secretary,
            seen=minutes.version,
        )
    _send_minutes(minutes, secretary, days_ago(days, 10))
    confirm(minutes, (secretary, deputy, neighbour, member, stage.cast.chair), days)


def send_to_sign(stage: Stage, call: Call, days: int) -> None:
    """The secretary sends the minutes out in the afternoon; the chair has yet to confirm, so the letters wait."""
    minutes = Minutes.objects.get(meeting__call=call)
    _send_minutes(minutes, stage.cast.coordinator, days_ago(days, 15))
    confirm(minutes, (stage.cast.coordinator, *stage.cast.assessors[5:8]), days, first=16)


def confirm(minutes: Minutes, people: Iterable[User], days: int, *, first: int = 11) -> None:
    """One after another, an hour each from the hour `first` on."""
    for hour, person in enumerate(people, start=first):
        with clock.at(days_ago(days, hour)):
            minutes.confirm(by=person, digest=minutes.digest)


def _send_minutes(minutes: Minutes, by: User, when: datetime) -> None:
    with clock.at(when):
        send_minutes(minutes=minutes, content=draft_content(minutes), by=by, seen=minutes.version)
