"""A page's buttons, from the same table that the door asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import clock
from .behalf import against, people_of
from .moves import Move, moves_of
from .predicates import nobody
from .roles import load_roles
from .undoing import counter_move


@dataclass(frozen=True)
class Option:
    """A move that somebody sees: possible, or greyed with its reasons."""

    move: Move
    reasons: tuple[str, ...]
    url: str

    @property
    def possible(self) -> bool:
        return not self.reasons

    @property
    def label(self) -> str:
        return str(self.move.label)

    @property
    def primary(self) -> bool:
        return self.move.primary


@dataclass(frozen=True)
class Instead:
    """What may be entered in the place of a `person`, or made standing in for them, and what is theirs alone."""

    person: Any
    options: tuple[Option, ...]
    alone: tuple[str, ...]

    @property
    def stood_in(self) -> bool:
        """Whether they handed their moves over to the reader, who makes them with their own hands."""
        return bool(self.person.stood_in)


def options_for(obj: Any, user: Any) -> list[Option]:
    """What `user` sees to do with `obj`: absent when it is not theirs, greyed when facts stand in the way.

    Primary moves come first. Guards that need what is typed later are asked at the door only.
    """
    given = {"by": user, "at": clock.now()}
    theirs = [
        move for move in moves_of(type(obj)) if move.leaves(obj.state) and move.may(user, obj)
    ]
    options = [
        Option(move, tuple(move.why_not_yet(obj, given)), obj.move_url(move)) for move in theirs
    ]
    return sorted(options, key=lambda option: not option.primary)


def way_back(obj: Any, user: Any) -> Option | None:
    """How `user` takes the last step on `obj` back, or what stands in the way; None where it is not theirs to."""
    counter = counter_move(obj)
    if counter is None or not counter.may(user, obj):
        return None
    given = {"by": user, "at": clock.now()}
    return Option(counter, tuple(counter.why_not_yet(obj, given)), obj.move_url(counter))


def instead_of(obj: Any, user: Any) -> list[Instead]:
    """For whom `user` may enter a step on `obj`, and which; people who have none now are left out."""
    moves = [
        move for move in moves_of(type(obj)) if move.leaves(obj.state) and move.may is not nobody
    ]
    people = list(people_of(obj, user)) if moves else []
    load_roles(people)
    found = [_instead(obj, moves, person, user) for person in people]
    return [each for each in found if each.options or each.alone]


def _instead(obj: Any, moves: list[Move], person: Any, user: Any) -> Instead:
    given = {"by": person, "at": clock.now()}
    options = tuple(
        Option(move, tuple(move.why_not_yet(obj, given)), f"{obj.move_url(move)}?for={person.pk}")
        for move in moves
        if not against(obj, move, person=person, account=user)
    )
    alone = tuple(
        str(move.label) for move in moves if move.instead == "none" and move.may(person, obj)
    )
    return Instead(person, options, alone)
