"""One move on many applications: what it would do to each, and doing it, each by itself through the door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from grants.models import Application
from workflows.errors import MoveRefused
from workflows.moves import Move, move_named

# What staff do to many at once; each of them is one move of one application, with its own letter and history.
FOR_MANY = ("admit", "return_for_correction", "allow_more_time_to_correct", "reject_formally")
MOST = 100  # applications in one go: a page that answers within seconds


@dataclass(frozen=True)
class Prospect:
    """One application under a move: the sentences against it; none, where it can be made or was made."""

    application: Application
    reasons: tuple[str, ...] = ()

    @property
    def can(self) -> bool:
        """Whether nothing stands against it."""
        return not self.reasons


@dataclass(frozen=True)
class Chance:
    """A move that can be made on some of the chosen applications, and on how many it starts from their state."""

    move: Move
    number: int


def chances(applications: Sequence[Application], user: Any) -> list[Chance]:
    """The moves for many that `user` may make on at least one of `applications`."""
    found = []
    for move in moves_for_many():
        number = sum(move.leaves(one.state) and move.may(user, one) for one in applications)
        if number:
            found.append(Chance(move, number))
    return found


def moves_for_many() -> list[Move]:
    """The moves that can be made on many, in their order."""
    return [move for name in FOR_MANY if (move := move_named(Application, name))]


def prospects(
    applications: Iterable[Application],
    move: Move,
    *,
    by: Any,
    at: datetime,
    inputs: Mapping[str, Any] | None = None,
) -> list[Prospect]:
    """What stands against `move` for each; without `inputs` only what is known before anything is typed."""
    return [
        Prospect(one, tuple(_against(one, move, by=by, at=at, inputs=inputs)))
        for one in applications
    ]


def _against(
    application: Application, move: Move, *, by: Any, at: datetime, inputs: Mapping[str, Any] | None
) -> list[str]:
    if not move.leaves(application.state):
        sentence = _("“%(move)s” is not possible now: the state is “%(state)s”.")
        return [sentence % {"move": move.label, "state": application.get_state_display()}]
    if not move.may(by, application):
        return list(move.may.why_not(by, application))
    given = {"by": by, "at": at}
    if inputs is None:
        return move.why_not_yet(application, given)
    return move.why_not(application, {**move.defaults, "note": "", **inputs, **given})


def move_many(
    applications: Iterable[tuple[Application, int]],
    move: Move,
    *,
    by: Any,
    at: datetime,
    inputs: Mapping[str, Any],
) -> list[Prospect]:
    """Make `move` on each, with the version that was seen of it; what is refused is told and stops no other."""
    done = []
    for application, seen in applications:
        reasons: tuple[str, ...] = ()
        try:
            getattr(application, move.name)(by=by, seen=seen, at=at, **inputs)
        except MoveRefused as refusal:
            reasons = tuple(refusal.sentences)
        done.append(Prospect(application, reasons))
    return done
