"""The merit card: what points come to, and which bars they clear.

Pure arithmetic over plain values: no database, no clock, no user. Points are exact (`Fraction`); only what people
read is rounded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import lcm

HUNDREDTH = Decimal("0.01")

Ratio = tuple[int, int]  # a whole number over a whole number
Sheet = Mapping[str, Decimal]  # criterion's key → points, as one assessor gave them
Means = Mapping[str, Fraction]  # criterion's key → points, unweighted

TOTAL = ""  # the name of the total's bar among those missed
WITHOUT_BONUS = "-"  # the name of the bar on the total without strategic bonus


@dataclass(frozen=True)
class Measure:
    """One criterion as the arithmetic sees it.

    `maximum` and `threshold` are points as given, before `weight`; None means no bar. A bonus criterion adds to
    the total and is left out of the bar on the total without bonus.
    """

    key: str
    maximum: Decimal
    threshold: Decimal | None = None
    weight: Decimal = Decimal(1)
    group: str = ""
    is_bonus: bool = False

    def weighted(self, points: Fraction) -> Ratio:
        """`points` as they count in a total."""
        weight, parts = self.weight.as_integer_ratio()
        return points.numerator * weight, points.denominator * parts


@dataclass(frozen=True)
class Card:
    """The criteria of a call with their bars, all in weighted points; `groups` maps a group's key to its bar."""

    measures: tuple[Measure, ...]
    threshold: Decimal | None = None
    threshold_without_bonus: Decimal | None = None
    groups: tuple[tuple[str, Decimal], ...] = ()

    @property
    def maximum(self) -> Fraction:
        """The most that one sheet can come to, bonus included."""
        return total(self.measures, {one.key: Fraction(one.maximum) for one in self.measures})

    def missed(self, means: Means, *, set_total: Fraction | None = None) -> tuple[str, ...]:
        """The bars that `means` do not reach: criteria and groups by key, TOTAL, WITHOUT_BONUS.

        `set_total` is a total that the committee put in place of the sum.
        """
        failed = [
            one.key
            for one in self.measures
            if one.threshold is not None and means[one.key] < one.threshold
        ]
        failed += [key for key, bar in self.groups if self.total_of_group(key, means) < bar]
        bar = self.threshold_without_bonus
        if bar is not None and total(self.regular(), means) < bar:
            failed.append(WITHOUT_BONUS)
        if self.threshold is not None:
            reached = total(self.measures, means) if set_total is None else set_total
            failed += [TOTAL] if reached < self.threshold else []
        return tuple(failed)

    def regular(self) -> tuple[Measure, ...]:
        """The criteria that are no bonus."""
        return tuple(one for one in self.measures if not one.is_bonus)

    def total_of_group(self, key: str, means: Means) -> Fraction:
        """What the criteria of one group come to."""
        return total((one for one in self.measures if one.group == key), means)


def total(measures: Iterable[Measure], means: Means) -> Fraction:
    """The weighted sum of `means` over `measures`; KeyError when a criterion was left out."""
    return _sum([one.weighted(means[one.key]) for one in measures])


def mean_of(values: Sequence[Decimal]) -> Fraction:
    """The exact arithmetic mean; ValueError when there is nothing to take it of."""
    if not values:
        raise ValueError("A mean needs at least one value.")
    return _sum([value.as_integer_ratio() for value in values], among=len(values))


def _sum(ratios: Sequence[Ratio], *, among: int = 1) -> Fraction:
    """The exact sum of whole numbers over whole numbers, divided `among` so many.

    One fraction is made at the end and none on the way: a ranking of thousands adds some hundred thousand of them.
    """
    common = lcm(*(parts for _number, parts in ratios))
    return Fraction(sum(number * (common // parts) for number, parts in ratios), common * among)


def means_of(sheets: Sequence[Sheet], measures: Iterable[Measure]) -> dict[str, Fraction]:
    """The exact mean of `sheets` on each criterion; KeyError when a sheet left one out."""
    return {one.key: mean_of([sheet[one.key] for sheet in sheets]) for one in measures}


def total_of_sheet(sheet: Sheet, measures: Iterable[Measure]) -> Fraction:
    """What one sheet comes to."""
    return total(measures, {key: Fraction(points) for key, points in sheet.items()})


def rounded(value: Fraction) -> Decimal:
    """An exact number of points as a decimal with two places, halves up."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
