"""Three plans for one edition: the highest total fit, the best worst pair, and the stable one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from .fit import Matrix
from .problem import Pair, Problem
from .stable import blocking, stable

#: The plans in the order in which pages show them.
KINDS = ("total", "fair", "stable")

Report = Callable[[int], None]


@dataclass(frozen=True)
class Plan:
    """What one plan comes to; pairs by places in the problem, `without` as (place of the mentee, why)."""

    kind: str
    pairs: tuple[Pair, ...]
    fit: int
    worst: int
    blocking: int
    without: tuple[tuple[int, str], ...]


def solve(problem: Problem, kind: str, keep: Sequence[Pair] = ()) -> list[Pair]:
    """The pairs of one kind of plan; among equally good ones it stays as near to `keep` as it can."""
    if kind == "fair":
        return _fair(problem, keep)
    if kind == "stable":
        return _stable(problem)
    return problem.best(problem.allowed, keep)


def weighed(problem: Problem, kind: str, pairs: Sequence[Pair]) -> Plan:
    """The totals of a plan, and why each mentee without a mentor stays without."""
    return Plan(
        kind=kind,
        pairs=tuple(pairs),
        fit=problem.fit(pairs),
        worst=problem.worst(pairs),
        blocking=blocking(problem, pairs),
        without=tuple(_without(problem, pairs)),
    )


def compute(inputs: Mapping[str, Any], report: Report = lambda percent: None) -> dict[str, Any]:
    """All three plans of stored inputs as plain data, people by their numbers; `report` hears the percent done."""
    problem = Problem.read(inputs)
    report(10)
    found: dict[str, Any] = {}
    for done, kind in enumerate(KINDS, start=1):
        found[kind] = _told(problem, weighed(problem, kind, solve(problem, kind)))
        report(10 + 25 * done)
    return found


def _told(problem: Problem, plan: Plan) -> dict[str, Any]:
    return {
        "pairs": [
            [problem.mentees[row], problem.mentors[column], int(problem.points[row, column])]
            for row, column in plan.pairs
        ],
        "covered": len(plan.pairs),
        "fit": plan.fit,
        "worst": plan.worst,
        "blocking": plan.blocking,
        "without": [[problem.mentees[row], why] for row, why in plan.without],
    }


def _fair(problem: Problem, keep: Sequence[Pair]) -> list[Pair]:
    """As many mentees as possible, then the worst pair as good as possible, then the highest total."""
    best = problem.best(problem.allowed, keep)
    settled = set(problem.pins)
    levels = np.unique(problem.points[problem.allowed])
    free = [pair for pair in best if pair not in settled]
    if not free:
        return best
    size = len(free) + len(problem.stay_out) + len(problem.stay_empty)

    def holds(at: int) -> bool:
        return _reaches(problem, problem.allowed & (problem.points >= levels[at]), size)

    low = _last(int(np.searchsorted(levels, problem.worst(free))), len(levels) - 1, holds)
    return problem.best(problem.allowed & (problem.points >= levels[low]), keep)


def _last(low: int, most: int, holds: Callable[[int], bool]) -> int:
    """The last place up to `most` where `holds`, which holds at `low` and never again once it failed.

    In growing steps, since the plan of highest total fit is seldom far from the best worst pair.
    """
    step = 1
    while low + step <= most and holds(low + step):
        low += step
        step *= 2
    high = min(low + step - 1, most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def _reaches(problem: Problem, allowed: Matrix, size: int) -> bool:
    """Whether `size` places are filled: of open mentees on seats, and of what the limits leave out or empty.

    A largest matching can always be had with all of the latter filled (Mendelsohn and Dulmage), so its size tells.
    """
    marks = problem.with_limits(allowed)
    if marks.any(axis=1).sum() + len(problem.stay_out) < size:
        return False
    matched = maximum_bipartite_matching(csr_array(marks), perm_type="column")
    return int((matched >= 0).sum()) >= size


def _stable(problem: Problem) -> list[Pair]:
    """Where a limit binds, the total plan says who takes part and with how many seats; it is stable among them."""
    out, empty = set(problem.stay_out), set(problem.stay_empty)
    bound = problem.best(problem.allowed) if out or empty else []
    placed = {row for row, _column in bound}
    used = Counter(pair[1] for pair in bound if pair not in set(problem.pins))
    seats = [
        used[column] if problem.mentor_regions[column] in empty else free
        for column, free in enumerate(problem.open_seats)
    ]
    rows = [row for row in problem.open_rows if problem.regions[row] not in out or row in placed]
    return stable(problem, rows, seats)


def _without(problem: Problem, pairs: Sequence[Pair]) -> list[tuple[int, str]]:
    placed = {row for row, _column in pairs}
    used = Counter(problem.regions[row] for row in placed)
    taken = Counter(problem.mentor_regions[column] for _row, column in pairs)
    seats = np.array(problem.seats) > 0
    closed = np.array(
        [
            taken[region] >= problem.mentor_limits.get(region, taken[region] + 1)
            for region in problem.mentor_regions
        ],
        dtype=bool,
    )
    found = []
    for row, region in enumerate(problem.regions):
        if row in placed:
            continue
        if not problem.allowed[row].any():
            found.append((row, "nobody"))
        elif not (problem.allowed[row] & seats).any():
            found.append((row, "busy"))
        elif (
            used[region] >= problem.limits.get(region, used[region] + 1)
            or not (problem.allowed[row] & seats & ~closed).any()
        ):
            found.append((row, "limit"))
        else:
            found.append((row, "seats"))
    return found
