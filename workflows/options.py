"""A page's buttons, from the same table that the door asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import clock
from .moves import Move, moves_of


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
