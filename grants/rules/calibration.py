"""Assessors differ in severity: what their points come to once that is taken into account, for information only.

An additive model with shrinkage: points = level + application + assessor + rest, the two effects drawn towards 0
the more, the fewer sheets speak for them (Henderson's mixed model equations, solved exactly by eliminating the
applications; Robinson, That BLUP is a Good Thing, 1991). The variances come from the sheets themselves by restricted
maximum likelihood (EM; Searle, Casella, McCulloch, Variance Components, 1992, ch. 8), the spread of severities kept off
0 as Chung et al. propose (A Nondegenerate Penalized Likelihood Estimator, 2013), so that the few degrees of freedom of
a small call make its intervals wide instead of falsely narrow. Without any bias it changes next to nothing;
with biased assessors it finds more of the truly best than the raw mean does. It never replaces the mean: the call's
rules decide, this stands beside them.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

ROUNDS = 100
STILL = 1e-4  # of a variance; when none moves by a greater part, the estimate stands
NORMAL = 1.959964  # the normal quantile of a 95 % interval
LEAST_VARIANCE = 1e-6  # points squared; keeps the arithmetic away from dividing by nothing
LEAST_FREEDOM = (
    4  # sheets beyond what the effects themselves use up; with fewer, a spread is a guess
)

Matrix = list[list[float]]


@dataclass(frozen=True)
class Estimate:
    """A number of points with its 95 % interval, and from how many sheets it comes."""

    value: float
    low: float
    high: float
    sheets: int


@dataclass(frozen=True)
class Calibration:
    """`severity`: how many points an assessor gives above (+) or below (–) the mean of all, by assessor's key.

    `adjusted`: the points of each application as if all had been equally severe, by its key.
    """

    severity: Mapping[int, Estimate]
    adjusted: Mapping[int, Estimate]


def calibrate(sheets: Iterable[tuple[int, int, float]]) -> Calibration | None:
    """Estimate from (application's key, assessor's key, total points) of all sheets handed in.

    None where there is too little to compare: nobody shares an application, or so few sheets that a spread would be
    a guess.
    """
    rows = sorted(sheets)
    if freedom_of(rows) < LEAST_FREEDOM:
        return None
    model = _Model(rows)
    model.settle()
    return Calibration(model.severity(), model.adjusted())


def freedom_of(rows: Sequence[tuple[int, int, float]]) -> int:
    """How many sheets remain beyond what the effects of applications and assessors use up."""
    applications, assessors = ({row[side] for row in rows} for side in (0, 1))
    return len(rows) - len(applications) - len(assessors) + 1


def quantile(freedom: int) -> float:
    """Student's quantile of a 95 % interval (Abramowitz and Stegun, 26.7.5): wide where little is known."""
    z = NORMAL
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)


@dataclass
class _Kind:
    """Applications judged by the same assessors: the equations see them through these sums alone.

    `places` are those of the assessors among the unknowns, one for each sheet; `by_sheet` is the sum of points on
    each. Points are counted from the middle.
    """

    places: tuple[int, ...]
    counts: Mapping[int, float]
    number: int = 0
    total: float = 0.0
    totals_squared: float = 0.0
    points_squared: float = 0.0
    by_sheet: list[float] = field(default_factory=list)

    def add(self, points: Sequence[float]) -> float:
        """Take one application in; return the sum of its points."""
        total = sum(points)
        self.number += 1
        self.total += total
        self.totals_squared += total**2
        self.points_squared += sum(each**2 for each in points)
        before = self.by_sheet or [0.0] * len(points)
        self.by_sheet = [sofar + each for sofar, each in zip(before, points, strict=True)]
        return total


class _Model:
    """The equations of one call: assessors and the level are unknowns, applications are eliminated."""

    def __init__(self, rows: Sequence[tuple[int, int, float]]) -> None:
        self.rows = rows
        self.middle = sum(points for *_, points in rows) / len(rows)
        self.assessors = sorted({row[1] for row in rows})
        self.freedom = freedom_of(rows)
        self.level = len(self.assessors)  # the place of the level among the unknowns
        self.kinds: dict[tuple[int, ...], _Kind] = {}
        self.applications: dict[int, tuple[_Kind, float]] = {}
        self.sort_by_kind()
        spread = sum((points - self.middle) ** 2 for *_, points in rows) / len(rows)
        self.noise = self.of_applications = self.of_assessors = max(spread / 3, LEAST_VARIANCE)

    def sort_by_kind(self) -> None:
        """Gather applications judged by the same assessors; of each, its kind and the sum of its points are kept."""
        place = {key: number for number, key in enumerate(self.assessors)}
        sheets: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for application, assessor, points in self.rows:
            sheets[application].append((place[assessor], points - self.middle))
        for application, of_one in sheets.items():
            places = tuple(each for each, _points in of_one)
            kind = self.kinds.get(places)
            if kind is None:
                counts = {**Counter(places), self.level: len(places)}
                kind = self.kinds[places] = _Kind(places, counts)
            self.applications[application] = kind, kind.add([points for _place, points in of_one])

    def settle(self) -> None:
        """Move the variances until they stand; the last solution stays."""
        for _ in range(ROUNDS):
            self.solve()
            before = self.noise, self.of_applications, self.of_assessors
            self.noise, self.of_applications, self.of_assessors = self.variances()
            after = self.noise, self.of_applications, self.of_assessors
            if all(abs(new - old) <= STILL * old for old, new in zip(before, after, strict=True)):
                break
        self.solve()

    def solve(self) -> None:
        """Find the unknowns and, in units of the noise, their covariance."""
        ours, theirs = self.noise / self.of_assessors, self.noise / self.of_applications
        size = self.level + 1
        system = [[0.0] * size for _ in range(size)]
        right = [0.0] * size
        for place in range(self.level):
            system[place][place] = ours
        for kind in self.kinds.values():
            weight = len(kind.places) + theirs
            for one, points in zip(kind.places, kind.by_sheet, strict=True):
                for place in (one, self.level):
                    right[place] += points
                    system[place][one] += kind.number
                    system[place][self.level] += kind.number
            for one, count in kind.counts.items():
                right[one] -= count * kind.total / weight
                for other, times in kind.counts.items():
                    system[one][other] -= kind.number * count * times / weight
        self.covariance = _inverse(system)
        self.unknowns = [_dot(line, right) for line in self.covariance]

    def variances(self) -> tuple[float, float, float]:
        """The next estimate: of the noise, of the applications, of the assessors."""
        theirs = self.noise / self.of_applications
        worth = spread = rest = 0.0
        for kind in self.kinds.values():
            weight, told = len(kind.places) + theirs, self.along(kind.counts)
            # an application's effect is (its points - told) / weight; here are the sums over all of the kind
            worth += (
                kind.totals_squared - 2 * told * kind.total + kind.number * told**2
            ) / weight**2
            spread += kind.number * (1 / weight + self.across(kind.counts) / weight**2)
            rest += kind.points_squared - (kind.totals_squared - told * kind.total) / weight
            rest -= sum(
                points * (self.unknowns[place] + self.unknowns[self.level])
                for place, points in zip(kind.places, kind.by_sheet, strict=True)
            )
        severe = sum(self.unknowns[place] ** 2 for place in range(self.level))
        unsure = sum(self.covariance[place][place] for place in range(self.level))
        return (
            max(rest / (len(self.rows) - 1), LEAST_VARIANCE),
            max((worth + self.noise * spread) / len(self.applications), LEAST_VARIANCE),
            max((severe + self.noise * unsure) / (self.level - 1), LEAST_VARIANCE),
        )

    def along(self, weights: Mapping[int, float]) -> float:
        """The weighted sum of the unknowns."""
        return sum(weight * self.unknowns[place] for place, weight in weights.items())

    def across(self, weights: Mapping[int, float]) -> float:
        """The variance of that sum, in units of the noise."""
        return sum(
            weight * other * self.covariance[one][two]
            for one, weight in weights.items()
            for two, other in weights.items()
        )

    def severity(self) -> dict[int, Estimate]:
        """The effect of each assessor beside the mean of all assessors."""
        given, share = Counter(row[1] for row in self.rows), 1 / self.level
        found = {}
        for place, key in enumerate(self.assessors):
            weights = {each: (each == place) - share for each in range(self.level)}
            found[key] = self.estimate(self.along(weights), self.across(weights), given[key])
        return found

    def adjusted(self) -> dict[int, Estimate]:
        """What each application comes to with an assessor of mean severity."""
        beside = {places: self.beside(kind) for places, kind in self.kinds.items()}
        found = {}
        for key, (kind, total) in self.applications.items():
            weight, shift, variance = beside[kind.places]
            value = self.middle + total / weight + shift
            found[key] = self.estimate(value, variance, len(kind.places))
        return found

    def beside(self, kind: _Kind) -> tuple[float, float, float]:
        """Of the applications of a kind: what their points are divided by, what is added, and the variance."""
        weight = len(kind.places) + self.noise / self.of_applications
        weights = dict.fromkeys(range(self.level), 1 / self.level) | {self.level: 1.0}
        for place, count in kind.counts.items():
            weights[place] -= count / weight
        return weight, self.along(weights), 1 / weight + self.across(weights)

    def estimate(self, value: float, variance: float, sheets: int) -> Estimate:
        """One number with its interval; `variance` is in units of the noise."""
        half = quantile(self.freedom) * math.sqrt(max(variance, 0.0) * self.noise)
        return Estimate(value, value - half, value + half, sheets)


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(left * right for left, right in zip(one, other, strict=True))


def _inverse(matrix: Matrix) -> Matrix:
    """The inverse of a symmetric positive definite matrix (Gauss and Jordan, no pivots needed)."""
    size = len(matrix)
    work = [
        line + [float(place == row) for place in range(size)] for row, line in enumerate(matrix)
    ]
    for pivot in range(size):
        head = [value / work[pivot][pivot] for value in work[pivot]]
        work[pivot] = head
        for row in range(size):
            factor = work[row][pivot]
            if row != pivot and factor:
                work[row] = [
                    value - factor * top for value, top in zip(work[row], head, strict=True)
                ]
    return [line[size:] for line in work]
