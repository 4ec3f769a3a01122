"""Assessors differ in severity: what their points come to once that is taken into account, for information only.

An additive model with shrinkage: points = level + application + assessor + rest, the two effects drawn towards 0
the more, the fewer sheets speak for them. The variances come from the sheets themselves (variational
expectation-maximisation of the crossed random-effects model; Bates et al., Fitting Linear Mixed-Effects Models,
2015, has the model; Bishop, Pattern Recognition, 2006, ch. 10, the approximation). Without any bias it changes next
to nothing; with biased assessors it finds more of the truly best than the raw mean does. It never replaces the mean:
the call's rules decide, this stands beside them.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ROUNDS = 200
STILL = 1e-9  # points; when no effect moves more than this, the estimate stands
NINETY_FIVE = 1.96  # normal quantile of a 95 % interval
LEAST_VARIANCE = 1e-6  # points squared; keeps the arithmetic away from dividing by nothing


@dataclass(frozen=True)
class Estimate:
    """A number of points with its 95 % interval, and from how many sheets it comes."""

    value: float
    low: float
    high: float
    sheets: int


@dataclass(frozen=True)
class Calibration:
    """`severity`: how many points an assessor gives above (+) or below (–) the others, by assessor's key.

    `adjusted`: the points of each application as if all had been equally severe, by its key.
    """

    severity: Mapping[int, Estimate]
    adjusted: Mapping[int, Estimate]


def calibrate(sheets: Iterable[tuple[int, int, float]]) -> Calibration | None:
    """Estimate from (application's key, assessor's key, total points) of all sheets handed in.

    None where there is nothing to compare: fewer than two assessors, or nobody shares an application.
    """
    rows = sorted(sheets)
    if len({assessor for _, assessor, _ in rows}) < 2 or not _is_shared(rows):
        return None
    model = _Model(rows)
    model.settle()
    return Calibration(
        severity={key: model.estimate(model.assessors, key, 0.0) for key in model.assessors.effect},
        adjusted={
            key: model.estimate(model.applications, key, model.level)
            for key in model.applications.effect
        },
    )


def _is_shared(rows: list[tuple[int, int, float]]) -> bool:
    seen: dict[int, set[int]] = defaultdict(set)
    for application, assessor, _ in rows:
        seen[application].add(assessor)
    return any(len(assessors) > 1 for assessors in seen.values())


class _Side:
    """The effects of one side, applications or assessors, with their spread and the variance they come from."""

    def __init__(self, keys: Iterable[int], variance: float) -> None:
        self.effect = dict.fromkeys(sorted(keys), 0.0)
        self.spread = dict.fromkeys(self.effect, 0.0)
        self.rows: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self.variance = variance

    def settle(self, level: float, other: "_Side", noise: float) -> float:
        """Set each effect to what its sheets say, drawn towards 0; return the greatest step."""
        step = 0.0
        for key, rows in self.rows.items():
            weight = len(rows) + noise / self.variance
            value = sum(points - level - other.effect[each] for each, points in rows) / weight
            step = max(step, abs(value - self.effect[key]))
            self.effect[key], self.spread[key] = value, noise / weight
        moment = sum(self.effect[key] ** 2 + self.spread[key] for key in self.effect)
        self.variance = max(moment / len(self.effect), LEAST_VARIANCE)
        return step


class _Model:
    def __init__(self, rows: list[tuple[int, int, float]]) -> None:
        self.rows = rows
        self.level = sum(points for *_, points in rows) / len(rows)
        spread = sum((points - self.level) ** 2 for *_, points in rows) / len(rows)
        third = max(spread / 3, LEAST_VARIANCE)
        self.noise = third
        self.applications = _Side({row[0] for row in rows}, third)
        self.assessors = _Side({row[1] for row in rows}, third)
        for application, assessor, points in rows:
            self.applications.rows[application].append((assessor, points))
            self.assessors.rows[assessor].append((application, points))

    def settle(self) -> None:
        for _ in range(ROUNDS):
            one = self.applications.settle(self.level, self.assessors, self.noise)
            other = self.assessors.settle(self.level, self.applications, self.noise)
            rests = [
                points - self.applications.effect[application] - self.assessors.effect[assessor]
                for application, assessor, points in self.rows
            ]
            self.level = sum(rests) / len(rests)
            self.noise = max(self._noise(rests), LEAST_VARIANCE)
            if max(one, other) < STILL:
                return

    def _noise(self, rests: list[float]) -> float:
        unsure = sum(
            self.applications.spread[application] + self.assessors.spread[assessor]
            for application, assessor, _ in self.rows
        )
        return (sum((rest - self.level) ** 2 for rest in rests) + unsure) / len(rests)

    def estimate(self, side: _Side, key: int, level: float) -> Estimate:
        """One effect on top of `level`, with its interval."""
        value, half = level + side.effect[key], NINETY_FIVE * math.sqrt(side.spread[key])
        return Estimate(value, value - half, value + half, len(side.rows[key]))
