"""The merit card: what points come to, and which bars they clear.

Pure arithmetic over plain values: no database, no clock, no user. Points are exact (`Fraction`); only what people
read is rounded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

HUNDREDTH = Decimal("0.01")

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

    def weighted(self, points: Fraction | Decimal) -> Fraction:
        """`points` as they count in a total."""
        return Fraction(points) * Fraction(self.weight)


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
        bars = [
            *((one.key, Fraction(means[one.key]), one.threshold) for one in self.measures),
            *((key, self.total_of_group(key, means), bar) for key, bar in self.groups),
            (WITHOUT_BONUS, total(self.regular(), means), self.threshold_without_bonus),
            (
                TOTAL,
                total(self.measures, means) if set_total is None else set_total,
                self.threshold,
            ),
        ]
        return tuple(key for key, reached, bar in bars if bar is not None and reached < bar)

    def regular(self) -> tuple[Measure, ...]:
        """The criteria that are no bonus."""
        return tuple(one for one in self.measures if not one.is_bonus)

    def total_of_group(self, key: str, means: Means) -> Fraction:
        """What the criteria of one group come to."""
        return total((one for one in self.measures if one.group == key), means)


def total(measures: Iterable[Measure], means: Means) -> Fraction:
    """The weighted sum of `means` over `measures`; KeyError when a criterion was left out."""
    return sum((one.weighted(means[one.key]) for one in measures), Fraction(0))


def mean_of(values: Sequence[Decimal]) -> Fraction:
    """The exact arithmetic mean; ValueError when there is nothing to take it of."""
    if not values:
        raise ValueError("A mean needs at least one value.")
    return sum((Fraction(value) for value in values), Fraction(0)) / len(values)


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
