"""What one move sets off elsewhere, and what the clock sets off: declared, so that it can be drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .moves import Move

Consequence = Callable[[Any, Any], None]
DueNow = Callable[[Any], Iterable[Any]]


class Consequences:
    """Functions by the move that sets them off."""

    def __init__(self) -> None:
        self._by_move: dict[Move, list[Consequence]] = defaultdict(list)

    def add(self, move: Move, consequence: Consequence) -> None:
        self._by_move[move].append(consequence)

    def of(self, move: Move) -> list[Consequence]:
        return self._by_move.get(move, [])


@dataclass(frozen=True)
class Timed:
    """A move that the clock makes: on every object that `due` finds at an instant."""

    move: Move
    due: DueNow


consequences = Consequences()
timed_moves: list[Timed] = []


def follows(*doors: Any) -> Callable[[Consequence], Consequence]:
    """Declare that the function runs after each of these moves, in the same transaction.

    Called as `function(obj, entry)`; what it does, it does `by=SYSTEM`, and the history names `entry` as cause.
    """

    def declare(consequence: Consequence) -> Consequence:
        for door in doors:
            consequences.add(door.move, consequence)
        return consequence

    return declare


def timed(door: Any) -> Callable[[DueNow], DueNow]:
    """Declare that Tandem makes this move by itself on every object the function `due(now)` gives."""

    def declare(due: DueNow) -> DueNow:
        timed_moves.append(Timed(door.move, due))
        return due

    return declare
