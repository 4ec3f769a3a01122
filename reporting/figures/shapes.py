"""What a report tells of a programme, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finance.models import BudgetLine


@dataclass(frozen=True)
class PartFigure:
    """One line of an indicator that has no single sum."""

    label: str
    number: Decimal


@dataclass(frozen=True)
class IndicatorFigure:
    """An indicator against its target. `reached` is counted from the programme's start to the period's end.

    `in_period` counts the period alone. Both are None when nothing can be reckoned, `served` is
    False when no room counts it yet. `rows` are the keys behind `reached`, of the model `row_model`.
    """

    code: str
    name: str
    unit: str
    says: str
    comparison: str
    target: Decimal | None
    in_period: Decimal | None
    reached: Decimal | None
    percent: Decimal | None
    served: bool
    parts: tuple[PartFigure, ...]
    row_model: str
    rows: tuple[int, ...]

    @property
    def spread(self) -> str:
        """The least and the most of its parts: “18–24”; one number when they are equal."""
        numbers = sorted(part.number for part in self.parts)
        least, most = numbers[0], numbers[-1]
        return f"{least:f}" if least == most else f"{least:f}–{most:f}"


@dataclass(frozen=True)
class LineFigure:
    """A budget line: planned, spent in the period, spent from the start to the period's end."""

    key: int
    code: str
    name: str
    source: str
    planned: Decimal
    in_period: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        """What may still be spent."""
        return self.planned - self.spent

    @property
    def is_own(self) -> bool:
        """Whether it is the owner's contribution, in whatever form."""
        return self.source in {
            BudgetLine.Source.OWN,
            BudgetLine.Source.IN_KIND,
            BudgetLine.Source.WORK,
        }


@dataclass(frozen=True)
class BudgetFigure:
    """The budget of the programme or of a partner in it."""

    owner: str
    currency: str
    total: Decimal | None
    grant: Decimal | None
    own: Decimal | None
    own_rate: Decimal | None
    lines: tuple[LineFigure, ...]

    @property
    def planned(self) -> Decimal | None:
        """What the lines plan together; the stated total where there are no lines."""
        return sum((line.planned for line in self.lines), Decimal(0)) if self.lines else self.total

    @property
    def spent(self) -> Decimal:
        """Spent from the start to the end of the period."""
        return sum((line.spent for line in self.lines), Decimal(0))

    @property
    def in_period(self) -> Decimal:
        """Spent in the period."""
        return sum((line.in_period for line in self.lines), Decimal(0))

    @property
    def left(self) -> Decimal | None:
        """What may still be spent; None when nobody said how much there is."""
        return None if self.planned is None else self.planned - self.spent

    @property
    def own_spent(self) -> Decimal:
        """Own contribution brought in so far."""
        return sum((line.spent for line in self.lines if line.is_own), Decimal(0))

    @property
    def own_planned(self) -> Decimal | None:
        """Own contribution promised: as the lines say, else as stated."""
        lines = [line.planned for line in self.lines if line.is_own]
        return sum(lines, Decimal(0)) if lines else self.own


@dataclass(frozen=True)
class Figures:
    """All figures of one programme for one period."""

    programme: str
    title: str
    funder: str
    since: date | None
    until: date | None
    indicators: tuple[IndicatorFigure, ...]
    budgets: tuple[BudgetFigure, ...]
