"""Interest on money that has to come back: simple, by the day, 365 days a year, exact to the grosz.

Money spent against its purpose comes back with interest as on tax arrears from the day of its transfer (Public
Finance Act of 27 August 2009, art. 207(1)); what was simply not spent bears it from the day after the deadline.
The day of repayment counts. The rate that holds on each day is taken; the whole is rounded once, half up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from finance.money import CENT

YEAR = 365


@dataclass(frozen=True)
class Rate:
    """`percent` a year from `since` on, until the next rate."""

    since: date
    percent: Decimal


@dataclass(frozen=True)
class Stretch:
    """Days with one rate, both ends included, and what they bear; `exact` is not rounded."""

    since: date
    until: date
    percent: Decimal
    exact: Fraction

    @property
    def days(self) -> int:
        """How many days."""
        return (self.until - self.since).days + 1

    @property
    def shown(self) -> Decimal:
        """What it bears, rounded for the eye only: the sum is rounded, not its parts."""
        return _rounded(self.exact)


class NoRate(LookupError):
    """No rate is known for a day; `day` says which."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(f"No rate of interest is known for {day.isoformat()}.")


def stretches(principal: Decimal, since: date, until: date, rates: Sequence[Rate]) -> list[Stretch]:
    """The interest on `principal` from `since` to `until`, both included, by rate; none when the days are over.

    Raises NoRate for a day before the first rate.
    """
    if until < since or not principal:
        return []
    return list(_stretches(Fraction(principal), since, until, sorted(rates, key=_since)))


def _since(rate: Rate) -> date:
    return rate.since


def _stretches(
    principal: Fraction, since: date, until: date, rates: Sequence[Rate]
) -> Iterator[Stretch]:
    if not rates or rates[0].since > since:
        raise NoRate(since)
    for place, rate in enumerate(rates):
        begins = max(since, rate.since)
        last = rates[place + 1].since - timedelta(days=1) if place + 1 < len(rates) else until
        ends = min(until, last)
        if begins <= ends:
            days = (ends - begins).days + 1
            exact = principal * Fraction(rate.percent) * days / (100 * YEAR)
            yield Stretch(begins, ends, rate.percent, exact)


def together(parts: Sequence[Stretch]) -> Decimal:
    """The interest, rounded once."""
    return _rounded(sum((part.exact for part in parts), Fraction(0)))


def _rounded(exact: Fraction) -> Decimal:
    scaled = Decimal(exact.numerator) / Decimal(exact.denominator)
    return scaled.quantize(CENT, rounding=ROUND_HALF_UP)
