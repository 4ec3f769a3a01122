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
        self._recount: set[Consequence] = set()

    def add(self, move: Move, consequence: Consequence, *, recounts: bool) -> None:
        self._by_move[move].append(consequence)
        if recounts:
            self._recount.add(consequence)

    def recounting(self, move: Move) -> list[Consequence]:
        """Those of `move` that do the same again when it is taken back."""
        return [each for each in self.of(move) if each in self._recount]

    def of(self, move: Move) -> list[Consequence]:
        return self._by_move.get(move, [])


@dataclass(frozen=True)
class Timed:
    """A move that the clock makes: on every object that `due` finds at an instant."""

    move: Move
    due: DueNow


consequences = Consequences()
timed_moves: list[Timed] = []


def follows(*doors: Any, recounts: bool = False) -> Callable[[Consequence], Consequence]:
    """Declare that the function runs after each of these moves, in the same transaction.

    Called as `function(obj, entry)`; what it does, it does `by=SYSTEM`, and the history names `entry` as cause.
    `recounts` says that it only works out anew what stands already, so that it runs again when a move is taken back.
    """

    def declare(consequence: Consequence) -> Consequence:
        for door in doors:
            consequences.add(door.move, consequence, recounts=recounts)
        return consequence

    return declare


def timed(door: Any) -> Callable[[DueNow], DueNow]:
    """Declare that Tandem makes this move by itself on every object the function `due(now)` gives."""

    def declare(due: DueNow) -> DueNow:
        timed_moves.append(Timed(door.move, due))
        return due

    return declare
