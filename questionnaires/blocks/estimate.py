"""What a cost estimate comes to: by source and by category, in money and in percent of the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.functional import Promise

from .tables import GRANT, OWN, SOURCES, Costs

TENTH, CENT = Decimal("0.1"), Decimal("0.01")
OWN_COLUMNS = (OWN, *SOURCES)
Read = Callable[[Any], Decimal]


@dataclass(frozen=True)
class Share:
    """One part of the whole: `percent` to one tenth, rounded half up; None of nothing."""

    key: str
    label: str | Promise
    amount: Decimal
    percent: Decimal | None


@dataclass(frozen=True)
class Estimate:
    """A cost estimate added up."""

    sources: list[Share]
    categories: list[Share]
    whole: Decimal


def exact(value: Any) -> Decimal:
    """A canonical or cleaned amount as a number; nothing is zero."""
    return Decimal(value or 0)


def total(rows: Iterable[Mapping[str, Any]] | None, column: str = GRANT) -> Decimal:
    """The sum of one column of a table of costs, of cleaned or canonical `rows`."""
    return sum((exact(row.get(column)) for row in rows or []), Decimal("0.00"))


def own_total(rows: Iterable[Mapping[str, Any]] | None) -> Decimal:
    """The applicant's own contribution in cleaned or canonical `rows`, wherever it comes from."""
    known = list(rows or [])
    return sum((total(known, column) for column in OWN_COLUMNS), Decimal("0.00"))


def worth(quantity: Decimal, price: Decimal) -> Decimal:
    """What `quantity` of something comes to at `price` for one, rounded half up to the grosz."""
    return (quantity * price).quantize(CENT, rounding=ROUND_HALF_UP)


def percent_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """`part` in percent of `whole`, to one tenth, rounded half up; None of nothing."""
    return (part * 100 / whole).quantize(TENTH, rounding=ROUND_HALF_UP) if whole else None


def estimate(
    block: Costs, rows: Sequence[Mapping[str, Any]] | None, *, read: Read = exact
) -> Estimate:
    """Add up `rows` of `block`; `read` makes an amount of a cell."""
    known, money = list(rows or []), block.money()
    by_source = {key: sum((read(row.get(key)) for row in known), Decimal("0.00")) for key in money}
    whole = sum(by_source.values(), Decimal("0.00"))
    by_category = {
        option.key: sum(
            (
                read(row.get(key))
                for row in known
                for key in money
                if row.get("category") == option.key
            ),
            Decimal("0.00"),
        )
        for option in block.categories
    }
    labels = {option.key: str(option) for option in block.categories}
    return Estimate(
        sources=[
            Share(key, money[key], amount, percent_of(amount, whole))
            for key, amount in by_source.items()
        ],
        categories=[
            Share(key, labels[key], amount, percent_of(amount, whole))
            for key, amount in by_category.items()
        ],
        whole=whole,
    )
