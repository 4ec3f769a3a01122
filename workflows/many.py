"""One move on many objects of a kind: what it would do to each, and doing it, each by itself through the door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from workflows.errors import MoveRefused
from workflows.lifecycle import Lifecycle
from workflows.moves import Move, move_named

MOST = 100  # objects in one go: a page that answers within seconds


@dataclass(frozen=True)
class Prospect:
    """One object under a move: the sentences against it; none, where it can be made or was made."""

    obj: Any
    reasons: tuple[str, ...] = ()

    @property
    def can(self) -> bool:
        """Whether nothing stands against it."""
        return not self.reasons


@dataclass(frozen=True)
class Chance:
    """A move that can be made on some of the chosen objects, and on how many it starts from their state."""

    move: Move
    number: int


def chances(objects: Sequence[Lifecycle], names: Iterable[str], user: Any) -> list[Chance]:
    """The moves with these `names`, in their order, that `user` may make on at least one of `objects`."""
    found = []
    for name in names if objects else ():
        move = move_named(type(objects[0]), name)
        number = (
            sum(move.leaves(one.state) and move.may(user, one) for one in objects) if move else 0
        )
        if move and number:
            found.append(Chance(move, number))
    return found


def prospects(
    objects: Iterable[Lifecycle],
    move: Move,
    *,
    by: Any,
    at: datetime,
    inputs: Mapping[str, Any] | None = None,
) -> list[Prospect]:
    """What stands against `move` for each; without `inputs` only what is known before anything is typed."""
    return [
        Prospect(one, tuple(_against(one, move, by=by, at=at, inputs=inputs))) for one in objects
    ]


def _against(
    obj: Any, move: Move, *, by: Any, at: datetime, inputs: Mapping[str, Any] | None
) -> list[str]:
    if not move.leaves(obj.state):
        sentence = _("“%(move)s” is not possible now: the state is “%(state)s”.")
        return [sentence % {"move": move.label, "state": obj.get_state_display()}]
    if not move.may(by, obj):
        return list(move.may.why_not(by, obj))
    given = {"by": by, "at": at}
    if inputs is None:
        return move.why_not_yet(obj, given)
    return move.why_not(obj, {**move.defaults, "note": "", **inputs, **given})


def move_many(
    objects: Iterable[tuple[Lifecycle, int]],
    move: Move,
    *,
    by: Any,
    at: datetime,
    inputs: Mapping[str, Any],
) -> list[Prospect]:
    """Make `move` on each, with the version that was seen of it; what is refused is told and stops no other."""
    done = []
    for obj, seen in objects:
        reasons: tuple[str, ...] = ()
        try:
            getattr(obj, move.name)(by=by, seen=seen, at=at, **inputs)
        except MoveRefused as refusal:
            reasons = tuple(refusal.sentences)
        done.append(Prospect(obj, reasons))
    return done
