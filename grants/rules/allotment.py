"""Sharing a call's applications among its assessors: the load as even as it can be, then the most topics in common.

Pure arithmetic, and exact. The sharing is a flow: each application gives its open places to different assessors, each
further application of one assessor costs more than the one before. Costs that rise make the load as even as the pairs
allow, so it differs by one at most wherever that is possible; topics decide among all sharings of that evenness. The
matrix of a flow is totally unimodular, so the solver's optimum is one in whole numbers (see ADR 19).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Pair = tuple[int, int]
SOLVED, INFEASIBLE = 0, 2  # as scipy numbers what became of it


@dataclass(frozen=True)
class Allotment:
    """Whom to ask by application, and how many places of an application nobody is free for; keys everywhere."""

    added: dict[int, list[int]]
    short: dict[int, int]


def propose(
    free: Mapping[int, Iterable[int]],
    *,
    missing: Mapping[int, int],
    load: Mapping[int, int] | None = None,
    common: Mapping[Pair, int] | None = None,
) -> Allotment:
    """Give each application as many assessors as are `missing` in it, of those who are `free` for it.

    `load` is what each assessor has already; `common` the number of topics that a pair (application, assessor) has in
    common. First the load is made most even, then the topics in common are most. The same input gives the same
    result, in whichever order it comes.
    """
    choices = {key: sorted(set(free[key])) for key in sorted(free)}
    wanted = {key: min(missing[key], len(choices[key])) for key in choices}
    short = {key: missing[key] - wanted[key] for key in choices if missing[key] > wanted[key]}
    pairs = [(key, one) for key in choices if wanted[key] for one in choices[key]]
    added: dict[int, list[int]] = {key: [] for key in choices}
    for key, one in _chosen(pairs, wanted, load or {}, common or {}):
        added[key].append(one)
    return Allotment(added, short)


def _chosen(
    pairs: list[Pair],
    wanted: Mapping[int, int],
    load: Mapping[int, int],
    common: Mapping[Pair, int],
) -> list[Pair]:
    if not pairs:
        return []
    worth = [common.get(pair, 0) for pair in pairs]
    level, more = _mean(pairs, wanted, load), 1
    while (taken := _solved(pairs, worth, wanted, _steps(pairs, load, level))) is None:
        level, more = level + more, more * 2
    return [pair for pair, share in zip(pairs, taken, strict=False) if share > 0.5]


def _solved(
    pairs: list[Pair], worth: list[int], wanted: Mapping[int, int], steps: list[tuple[int, int]]
) -> Any:
    """The share of each pair, then of each step, 0 or 1; None where the steps do not suffice."""
    most = 1 + _most(pairs, worth, wanted)  # more than all topics together
    costs = [-each for each in worth] + [most * height for _one, height in steps]
    rows, needs = _flow(pairs, steps, wanted)
    found = milp(
        np.array(costs, float),
        integrality=np.ones(len(costs)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(rows, needs, needs),
        options={"mip_rel_gap": 0},
    )
    if found.status not in {SOLVED, INFEASIBLE}:
        raise ArithmeticError(found.message)
    return found.x


def _mean(pairs: list[Pair], wanted: Mapping[int, int], load: Mapping[int, int]) -> int:
    """What everybody would have if the pairs did not matter, rounded up."""
    people = {one for _key, one in pairs}
    return -(-(sum(wanted.values()) + sum(load.get(one, 0) for one in people)) // len(people))


def _steps(pairs: list[Pair], load: Mapping[int, int], level: int) -> list[tuple[int, int]]:
    """One step for each further application up to `level`, as (assessor, load with it above the least).

    Where a sharing keeps below `level`, the most even one does too, so higher steps need not be offered.
    """
    offered = Counter(one for _key, one in pairs)
    least = min(load.get(one, 0) for one in offered)
    return [
        (one, height - least)
        for one in sorted(offered)
        for height in range(load.get(one, 0), level)[: offered[one]]
    ]


def _most(pairs: list[Pair], worth: list[int], wanted: Mapping[int, int]) -> int:
    """As many topics as there could be in common if the load did not matter."""
    by_application: dict[int, list[int]] = {}
    for (key, _one), each in zip(pairs, worth, strict=True):
        by_application.setdefault(key, []).append(each)
    return sum(sum(sorted(by)[-wanted[key] :]) for key, by in by_application.items())


def _flow(
    pairs: list[Pair], steps: list[tuple[int, int]], wanted: Mapping[int, int]
) -> tuple[Any, Any]:
    """What goes in comes out: an application's pairs are as many as it wants, an assessor's as many as their steps."""
    applications = sorted({key for key, _one in pairs})
    people = sorted({one for _key, one in pairs})
    row_of = {key: at for at, key in enumerate(applications)}
    desk_of = {one: len(applications) + at for at, one in enumerate(people)}
    entries = [(row_of[key], at, 1) for at, (key, _one) in enumerate(pairs)]
    entries += [(desk_of[one], at, 1) for at, (_key, one) in enumerate(pairs)]
    entries += [(desk_of[one], at, -1) for at, (one, _height) in enumerate(steps, start=len(pairs))]
    row, column, value = zip(*entries, strict=True)
    shape = (len(applications) + len(people), len(pairs) + len(steps))
    needs = np.array([wanted[key] for key in applications] + [0] * len(people), float)
    return csr_array((value, (row, column)), shape=shape), needs
