"""A meeting for the screen: the seats and the agenda."""

from __future__ import annotations

from dataclasses import dataclass

from grants.actions.sitting import Sitting
from grants.models import Application, MeetingItem, Presence
from grants.models.meeting import Role
from grants.rules.call import PANEL
from grants.rules.ranking import Row
from people.models import User
from workflows.roles import holders


@dataclass(frozen=True)
class Seat:
    """Somebody of the committee: there since when, or missing; out of the room for the open item."""

    person: User
    role: str
    presence: Presence | None
    recusal: str
    presides: bool


@dataclass(frozen=True)
class Point:
    """One application on the agenda, with the last vote on it."""

    application: Application
    row: Row
    vote: MeetingItem | None
    is_settled: bool
    is_up: bool
    is_next: bool


@dataclass(frozen=True)
class Part:
    """The agenda of one track; of the whole call where there are none."""

    title: str
    points: list[Point]


def seats_of(sitting: Sitting) -> list[Seat]:
    """Everybody on the committee, each once, the chair first; whoever is there without a role now stays listed."""
    here = {one.person_id: one for one in sitting.present}
    people: dict[int, tuple[User, str]] = {
        one.person_id: (one.person, one.role) for one in here.values()
    }
    for role in PANEL:
        for one in holders(role, sitting.meeting.call):
            people.setdefault(one.pk, (one, role))
    presides = sitting.presides
    return [
        Seat(
            person=person,
            role=str(Role(role).label),
            presence=here.get(key),
            recusal=sitting.recused.get(key, ""),
            presides=presides is not None and presides.pk == key,
        )
        for key, (person, role) in sorted(
            people.items(), key=lambda pair: (PANEL.index(pair[1][1]), str(pair[1][0]))
        )
    ]


def agenda_of(sitting: Sitting) -> list[Part]:
    """The items in ranking order, list after list."""
    following = sitting.next_up
    up = set(sitting.item.results) if sitting.item else set()
    return [
        Part(
            title=str(one.track or ""),
            points=[
                Point(
                    application=sitting.standing.applications[row.candidate.key],
                    row=row,
                    vote=sitting.votes.get(row.candidate.key),
                    is_settled=sitting.is_settled(row.candidate.key),
                    is_up=str(row.candidate.key) in up,
                    is_next=following is not None and following.pk == row.candidate.key,
                )
                for row in one.rows
            ],
        )
        for one in sitting.standing.lists
    ]
