"""The question as numbers: who may work with whom, how well, how often, and what staff have settled already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
from scipy.optimize import linear_sum_assignment

from .fit import Matrix, Profile, Weights, parts_of, speak_together

#: A pair as (place of the mentee, place of the mentor).
Pair = tuple[int, int]


class Impossible(Exception):
    """What staff settled contradicts itself: `pair` (ids of mentee and mentor) and `why` (a code)."""

    def __init__(self, pair: Pair, why: str) -> None:
        super().__init__(pair, why)
        self.pair, self.why = pair, why


@dataclass(frozen=True, eq=False)
class Problem:
    """Rows are mentees, columns mentors.

    `limits` say how many mentees of a region get a mentor at most, `mentor_limits` how many mentees the mentors of a
    region take at most, all together.
    """

    mentees: tuple[int, ...]
    mentors: tuple[int, ...]
    regions: tuple[str, ...]
    seats: tuple[int, ...]
    points: Matrix
    allowed: Matrix
    mentee_wishes: Mapping[int, tuple[int, ...]]
    mentor_wishes: Mapping[int, tuple[int, ...]]
    limits: Mapping[str, int]
    mentor_regions: tuple[str, ...]
    mentor_limits: Mapping[str, int]
    pins: tuple[Pair, ...] = ()

    @classmethod
    def read(cls, inputs: Mapping[str, Any]) -> Self:
        """From the stored inputs of a run: mentees, mentors, weights, forbidden, pins, limits. Raises Impossible."""
        mentees = [Profile.read(row) for row in inputs["mentees"]]
        mentors = [Profile.read(row) for row in inputs["mentors"]]
        allowed = speak_together(mentees, mentors)
        row = {each.id: at for at, each in enumerate(mentees)}
        column = {each.id: at for at, each in enumerate(mentors)}
        for mentee, mentor, _why in inputs.get("forbidden", ()):
            if mentee in row and mentor in column:
                allowed[row[mentee], column[mentor]] = False
        bare = cls(
            mentees=tuple(row),
            mentors=tuple(column),
            regions=tuple(each.region for each in mentees),
            seats=tuple(each.seats for each in mentors),
            points=_weighed(mentees, mentors, Weights(**inputs.get("weights", {}))),
            allowed=allowed,
            mentee_wishes=_places(mentees, column),
            mentor_wishes=_places(mentors, row),
            limits=dict(inputs.get("limits", {})),
            mentor_regions=tuple(each.region for each in mentors),
            mentor_limits=dict(inputs.get("mentor_limits", {})),
        )
        return bare.with_pins((row[one], column[other]) for one, other in inputs.get("pins", ()))

    def with_mentor(self, inputs: Mapping[str, Any], mentor: Profile) -> Self:
        """The same with one mentor more, at the end; only what is new is weighed. `inputs` are those it was read from."""
        mentees = [Profile.read(row) for row in inputs["mentees"]]
        weights = Weights(**inputs.get("weights", {}))
        return replace(
            self,
            mentors=(*self.mentors, mentor.id),
            seats=(*self.seats, mentor.seats),
            points=np.hstack([self.points, _weighed(mentees, [mentor], weights)]),
            allowed=np.hstack([self.allowed, speak_together(mentees, [mentor])]),
            mentor_regions=(*self.mentor_regions, mentor.region),
        )

    def with_pins(self, pairs: Iterable[Pair]) -> Self:
        """The same with more pairs settled; raises Impossible when one of them cannot be."""
        pins = tuple(sorted({*self.pins, *pairs}))
        settled: list[Pair] = []
        for pair in pins:
            settled.append(pair)
            if why := self._against(pair, settled):
                raise Impossible((self.mentees[pair[0]], self.mentors[pair[1]]), why)
        return replace(self, pins=pins)

    def _against(self, pair: Pair, settled: Sequence[Pair]) -> str:
        """Why the last of the `settled` pairs cannot be; empty when it can."""
        row, column = pair
        if not self.allowed[pair]:
            return "forbidden"
        if sum(taken == column for _row, taken in settled) > self.seats[column]:
            return "seats"
        if sum(placed == row for placed, _column in settled) > 1:
            return "twice"
        ours, theirs = self.regions[row], self.mentor_regions[column]
        placed_from = sum(self.regions[each] == ours for each, _column in settled)
        taken_in = sum(self.mentor_regions[each] == theirs for _row, each in settled)
        over = placed_from > self.limits.get(ours, placed_from)
        return "limit" if over or taken_in > self.mentor_limits.get(theirs, taken_in) else ""

    @cached_property
    def open_rows(self) -> list[int]:
        """Mentees whose mentor is not settled."""
        settled = {row for row, _column in self.pins}
        return [row for row in range(len(self.mentees)) if row not in settled]

    @cached_property
    def open_seats(self) -> list[int]:
        """Free seats of each mentor once the settled pairs sit."""
        held = Counter(column for _row, column in self.pins)
        return [seats - held[column] for column, seats in enumerate(self.seats)]

    @cached_property
    def stay_out(self) -> list[str]:
        """Regions of mentees who must stay without because of a limit, a region once for each of them."""
        pinned = Counter(self.regions[row] for row, _column in self.pins)
        waiting = Counter(self.regions[row] for row in self.open_rows)
        found: list[str] = []
        for region in sorted(self.limits):
            room = self.limits[region] - pinned[region]
            found += [region] * max(waiting[region] - room, 0)
        return found

    @cached_property
    def columns(self) -> Matrix:
        """The mentor of each free seat; more seats than mentees who wait are of no use."""
        free = [min(max(seats, 0), len(self.open_rows)) for seats in self.open_seats]
        return np.repeat(np.arange(len(self.mentors)), free)

    @cached_property
    def stay_empty(self) -> list[str]:
        """Regions of seats that must stay empty because of a limit, a region once for each of them."""
        pinned = Counter(self.mentor_regions[column] for _row, column in self.pins)
        free = Counter(self.mentor_regions[column] for column in self.columns)
        found: list[str] = []
        for region in sorted(self.mentor_limits):
            room = self.mentor_limits[region] - pinned[region]
            found += [region] * max(free[region] - room, 0)
        return found

    @property
    def base(self) -> int:
        """Worth of being placed at all: more than all points together, so that coverage comes first."""
        return int(self.points.max(initial=0)) * max(len(self.mentees), 1) + 1

    def best(self, allowed: Matrix, keep: Sequence[Pair] = ()) -> list[Pair]:
        """The optimum among `allowed` pairs: most mentees placed, then most points, then most of `keep`. Exact.

        All numbers are whole and below 2^53, so floats are exact.
        """
        if not self.open_rows or not (len(self.columns) or self.stay_out):
            return list(self.pins)
        scale = len(self.open_rows) + 1  # more than all kept pairs together
        worth = np.where(allowed, scale * (self.points.astype(np.float64) + self.base), 0)
        for row, column in keep:
            worth[row, column] += allowed[row, column]
        # to fill one of what the limits add is worth more than all that the pairs could gain from leaving it
        worth = self.with_limits(worth, 3 * scale * self.base)
        chosen = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
        free = [
            (self.open_rows[at], int(self.columns[seat]))
            for at, seat in chosen
            if at < len(self.open_rows) and seat < len(self.columns) and worth[at, seat] > 0
        ]
        return sorted([*self.pins, *free])

    def with_limits(self, cells: Matrix, filled: float = 1) -> Matrix:
        """`cells` (mentees × mentors) as open mentees × free seats, and what the limits add to them.

        A limit of mentees becomes columns that only mentees of the region may take, each a mentee who stays without;
        a limit of mentors becomes rows that only seats of the region may take, each a seat that stays empty. Filling
        one is worth `filled`.
        """
        rows, columns = np.array(self.open_rows), self.columns
        inner = cells[np.ix_(rows, columns)]
        own = np.array([[self.regions[row]] for row in rows])
        theirs = np.array([self.mentor_regions[column] for column in columns], dtype=str)
        exits = filled * (own == np.array(self.stay_out, dtype=str)).astype(inner.dtype)
        empty = np.array(self.stay_empty, dtype=str).reshape(len(self.stay_empty), 1)
        idle = filled * (empty == theirs).astype(inner.dtype)
        corner = np.zeros((len(self.stay_empty), len(self.stay_out)), dtype=inner.dtype)
        whole: Matrix = np.block([[inner, exits], [idle, corner]])
        return whole

    def fit(self, pairs: Iterable[Pair]) -> int:
        """Points of all `pairs` together."""
        return sum(int(self.points[pair]) for pair in pairs)

    def worst(self, pairs: Iterable[Pair]) -> int:
        """Points of the pair that fits least; 0 without pairs."""
        return min((int(self.points[pair]) for pair in pairs), default=0)

    def value(self, pairs: Sequence[Pair]) -> int:
        """Coverage first, then points, as one number to compare."""
        return len(pairs) * self.base + self.fit(pairs)


def _weighed(mentees: Sequence[Profile], mentors: Sequence[Profile], weights: Weights) -> Matrix:
    total = np.zeros((len(mentees), len(mentors)), dtype=np.int32)
    for name, part in parts_of(mentees, mentors).items():
        total += np.int16(getattr(weights, name)) * part
    return total


def _places(one: Sequence[Profile], other: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    return {
        at: tuple(other[wished] for wished in each.wishes if wished in other)
        for at, each in enumerate(one)
        if each.wishes
    }
