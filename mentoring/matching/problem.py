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
    """Rows are mentees, columns mentors. `limits` say how many mentees of a region get a mentor at most."""

    mentees: tuple[int, ...]
    mentors: tuple[int, ...]
    regions: tuple[str, ...]
    seats: tuple[int, ...]
    points: Matrix
    allowed: Matrix
    mentee_wishes: Mapping[int, tuple[int, ...]]
    mentor_wishes: Mapping[int, tuple[int, ...]]
    limits: Mapping[str, int]
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
        )
        return bare.with_pins((row[one], column[other]) for one, other in inputs.get("pins", ()))

    def with_pins(self, pairs: Iterable[Pair]) -> Self:
        """The same with more pairs settled; raises Impossible when one of them cannot be."""
        pins = tuple(sorted({*self.pins, *pairs}))
        held, placed, regions = Counter[int](), Counter[int](), Counter[str]()
        for row, column in pins:
            held[column] += 1
            placed[row] += 1
            regions[self.regions[row]] += 1
            why = self._against(row, column, held, placed, regions)
            if why:
                raise Impossible((self.mentees[row], self.mentors[column]), why)
        return replace(self, pins=pins)

    def _against(
        self, row: int, column: int, held: Counter[int], placed: Counter[int], regions: Counter[str]
    ) -> str:
        if not self.allowed[row, column]:
            return "forbidden"
        if held[column] > self.seats[column]:
            return "seats"
        if placed[row] > 1:
            return "twice"
        limit = self.limits.get(self.regions[row])
        return "limit" if limit is not None and regions[self.regions[row]] > limit else ""

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

    @property
    def base(self) -> int:
        """Worth of being placed at all: more than all points together, so that coverage comes first."""
        return int(self.points.max(initial=0)) * max(len(self.mentees), 1) + 1

    def best(self, allowed: Matrix, keep: Sequence[Pair] = ()) -> list[Pair]:
        """The optimum among `allowed` pairs: most mentees placed, then most points, then most of `keep`. Exact.

        A limit of a region becomes columns that only its mentees may take and that are worth more than any mentor:
        each filled one is a mentee who stays without. All numbers are whole and below 2^53, so floats are exact.
        """
        rows = self.open_rows
        columns = np.repeat(
            np.arange(len(self.mentors)), [min(max(s, 0), len(rows)) for s in self.open_seats]
        )
        if not rows or not (len(columns) or self.stay_out):
            return list(self.pins)
        scale = len(rows) + 1  # more than all kept pairs together
        worth = np.where(allowed, scale * (self.points.astype(np.float64) + self.base), 0)
        for row, column in keep:
            worth[row, column] += allowed[row, column]
        worth = worth[np.ix_(np.array(rows), columns)] if len(columns) else np.zeros((len(rows), 0))
        if self.stay_out:
            worth = np.hstack([worth, 3 * scale * self.base * self._exits(rows)])
        chosen = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
        free = [
            (rows[at], int(columns[seat]))
            for at, seat in chosen
            if seat < len(columns) and worth[at, seat] > 0
        ]
        return sorted([*self.pins, *free])

    def _exits(self, rows: Sequence[int]) -> Matrix:
        """One column for each mentee who must stay without, open to those of the region."""
        own = np.array([[self.regions[row]] for row in rows])
        marks: Matrix = (own == np.array([self.stay_out])).astype(np.float64)
        return marks

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
