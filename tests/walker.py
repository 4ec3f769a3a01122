"""Walks of random lives: whatever people do, in whatever order, everybody comes to an end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any, ClassVar

from django.db import transaction

from workflows import clock, tasks
from workflows.errors import MoveRefused
from workflows.moves import moves_of
from workflows.predicates import nobody

Act = Callable[[], object]
LONGEST = 400  # steps; a walk that takes more goes round in circles
SHY = 0.9


class Walker:
    """A walk by `seed`: the same seed walks the same way. A room says whose lives they are and what is no move."""

    #: At which states the objects of each model are at an end.
    ends: ClassVar[Mapping[type[Any], set[str]]]
    #: How long a move holds back while others are possible: what ends a life early waits longest.
    patience: ClassVar[Mapping[str, float]]
    last_day = 120  # days; whoever still waits then waits in vain
    paces: ClassVar[list[int]] = [1, 4, 12]  # days that go by at once

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 -- a walk that can be walked again, no secret
        self.trace: list[str] = []
        self.began = self.now = clock.now()

    def run(self) -> None:
        """Walk until everybody has come to an end. AssertionError with the way taken when somebody can not."""
        for _step in range(LONGEST):
            with clock.at(self.now):
                if self.is_over():
                    return
                acts = sorted(self.acts(), key=self.haste)
                made = next((name for name, act in acts if self.tried(act)), None)
            assert made is not None, f"Nobody can go on: {self.standing()}, after {self.trace}"
            self.trace.append(made)
        raise AssertionError(f"No end in sight: {self.standing()}, after {self.trace}")

    def haste(self, named: tuple[str, Act]) -> float:
        """A random place in the queue; what ends a life early mostly waits until nothing else is possible."""
        patience = self.patience.get(named[0].partition(" ")[0], 0)
        return self.random.random() + (patience if self.random.random() < SHY else 0)

    def tried(self, act: Act) -> bool:
        """Do it; a refusal undoes it."""
        try:
            with transaction.atomic():
                act()
        except MoveRefused:
            return False
        return True

    def is_over(self) -> bool:
        """Whether each of them is at an end."""
        return not self.standing()

    def standing(self) -> list[str]:
        """What is not at an end."""
        return [
            f"{type(row).__name__} {row.pk}: {row.state}"
            for row in self.rows()
            if row.state not in self.ends[type(row)]
        ]

    def acts(self) -> Iterator[tuple[str, Act]]:
        """What anybody may try now, with its name."""
        if self.now < self.began + timedelta(days=self.last_day):
            yield "days pass", self.pass_days
        for row in self.rows():
            for move in moves_of(type(row)):
                if move.may is not nobody and move.leaves(row.state):
                    for who in self.people_of(row):
                        yield f"{move.name} {row.pk}", partial(self.make, row, move, who)
        yield from self.acts_that_are_no_moves()

    def make(self, row: Any, move: Any, who: Any) -> None:
        """A move, if it is theirs at all: asked first, since the door is slow to refuse."""
        if not move.may(who, row):
            raise MoveRefused(["It is not theirs."])
        getattr(row, move.name)(by=who, note="Bo tak wyszło.")

    def pass_days(self) -> None:
        """Some days go by, and what the clock sets off happens."""
        self.now += timedelta(days=self.random.choice(self.paces))
        with clock.at(self.now):
            tasks.tick()

    def rows(self) -> Iterator[Any]:
        """Every object of these lives as it is now."""
        raise NotImplementedError

    def people_of(self, row: Any) -> list[Any]:
        """Who may have something to do with `row`."""
        raise NotImplementedError

    def acts_that_are_no_moves(self) -> Iterator[tuple[str, Act]]:
        """What people do beside moves."""
        raise NotImplementedError
