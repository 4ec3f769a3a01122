"""An exact amount in one currency; the arithmetic that keeps it exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import total_ordering
from math import floor

CENT = Decimal("0.01")


class MixedCurrencies(TypeError):
    """Amounts of two currencies met in one calculation; an exchange rate must come first."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """`amount` in whole hundredths of `currency` (ISO 4217); a finer amount is rounded half up."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal | int | str):
            raise TypeError(
                f"An amount is exact: Decimal, int or text, not {type(self.amount).__name__}."
            )
        exact = Decimal(self.amount)
        if not exact.is_finite():
            raise ValueError("An amount is a finite number.")
        object.__setattr__(self, "amount", exact.quantize(CENT, rounding=ROUND_HALF_UP))

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in `currency`."""
        return cls(Decimal(0), currency)

    @classmethod
    def total(cls, parts: Iterable[Money], currency: str) -> Money:
        """The sum of `parts`, all of which must be in `currency`; zero when there are none."""
        result = cls.zero(currency)
        for part in parts:
            result += part
        return result

    def _same(self, other: Money) -> Decimal:
        if not isinstance(other, Money):
            raise TypeError(f"Money adds up with money, not with {type(other).__name__}.")
        if other.currency != self.currency:
            raise MixedCurrencies(
                f"{self.currency} and {other.currency} do not add up without a rate."
            )
        return other.amount

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        if not isinstance(factor, Decimal | int):
            raise TypeError("Money is multiplied by an exact number.")
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __bool__(self) -> bool:
        return self.amount != 0

    def share_of(self, whole: Money) -> Decimal | None:
        """How many percent of `whole` this is, to one hundredth; None when the whole is zero."""
        base = self._same(whole)
        if not base:
            return None
        return (self.amount * 100 / base).quantize(CENT, rounding=ROUND_HALF_UP)

    def split(self, weights: Sequence[Decimal | int]) -> list[Money]:
        """Divide by `weights` (none negative, some positive) into parts that add up to the whole.

        No part is a whole hundredth away from its exact share: the hundredths left over go to the
        largest remainders, and of equal remainders to the earlier part.
        """
        exact = [Fraction(weight) for weight in weights]
        if not exact or min(exact) < 0 or not sum(exact):
            raise ValueError("Weights are not negative and one of them is above zero.")
        cents = int(abs(self.amount) * 100)
        ideal = [cents * weight / sum(exact) for weight in exact]
        shares = [floor(share) for share in ideal]
        by_remainder = sorted(range(len(ideal)), key=lambda i: (shares[i] - ideal[i], i))
        for index in by_remainder[: cents - sum(shares)]:
            shares[index] += 1
        sign = -1 if self.amount < 0 else 1
        return [Money(sign * share * CENT, self.currency) for share in shares]

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"
