"""The figures of a programme for a period: what was reached, what it cost. Asked of the facts, never typed.

The same figures stand on the programme's overview (live), in a draft (live) and, once a report is
submitted, in its snapshot; `write` and `read` turn them into canonical text and back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from finance.models import Budget, BudgetLine
from programmes.models import Indicator, Programme
from programmes.registries.counts import Count, Scope, counts


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


def figures_of(programme: Programme, since: date | None, until: date | None) -> Figures:
    """Ask the facts. Both days are included; None leaves that side open."""
    indicators = programme.indicators.prefetch_related("activities")
    return Figures(
        programme=programme.code,
        title=programme.title,
        funder=programme.funder.name if programme.funder else "",
        since=since,
        until=until,
        indicators=tuple(indicator_figure(each, since, until) for each in indicators),
        budgets=tuple(_budget(each, since, until) for each in budgets_of(programme)),
    )


def rows_of(indicator: Indicator, since: date | None, until: date | None) -> models.QuerySet[Any]:
    """The records behind an indicator; the caller knows that a room serves it."""
    count = counts[indicator.counted_as]
    assert count.rows is not None  # noqa: S101 -- see above
    return count.rows(indicator.scope(since=since, until=until))


def indicator_figure(
    indicator: Indicator, since: date | None, until: date | None
) -> IndicatorFigure:
    """One indicator, counted in the period and from the beginning."""
    count = counts[indicator.counted_as]
    whole = indicator.scope(until=until)
    reached = _number(count, whole)
    period = indicator.scope(since=since, until=until)
    rows = count.rows(whole) if count.rows else None
    return IndicatorFigure(
        code=indicator.code,
        name=indicator.name,
        unit=str(count.unit),
        says=str(count.says),
        comparison=str(indicator.get_comparison_display()),
        target=_plain(indicator.target),
        in_period=_number(count, period) if since else reached,
        reached=reached,
        percent=indicator.percent_of_target(reached),
        served=count.served,
        parts=tuple(PartFigure(part.label, Decimal(part.number)) for part in _parts(count, whole)),
        row_model=rows.model._meta.label_lower if rows is not None else "",
        rows=tuple(sorted(rows.values_list("pk", flat=True))) if rows is not None else (),
    )


def _number(count: Count, scope: Scope) -> Decimal | None:
    found = count.number(scope) if count.number else None
    return _plain(found)


def _parts(count: Count, scope: Scope) -> list[Any]:
    return count.parts(scope) if count.parts else []


def _plain(number: Decimal | int | None) -> Decimal | None:
    """The number without trailing zeros, so that its text is the same whatever the database gives."""
    if number is None:
        return None
    whole = Decimal(number)
    return whole.quantize(Decimal(1)) if whole == whole.to_integral_value() else whole.normalize()


def budgets_of(programme: Programme) -> list[Budget]:
    """The programme's own budget first, then those of its partners; grants are lines of these."""
    own = Budget.objects.of(programme)
    partners = Budget.objects.about_any(programme.partners.all())
    return [*own, *partners.order_by("pk")]


def _budget(budget: Budget, since: date | None, until: date | None) -> BudgetFigure:
    own = BudgetLine.objects.filter(budget=budget)
    in_period = dict(own.with_spending(since=since, until=until).values_list("pk", "spent"))
    lines = own.with_spending(until=until).order_by("position", "code")
    return BudgetFigure(
        owner=str(budget.about),
        currency=budget.currency,
        total=budget.total.amount if budget.total else None,
        grant=budget.grant.amount if budget.grant else None,
        own=budget.own_contribution.amount if budget.own_contribution else None,
        own_rate=budget.own_rate,
        lines=tuple(
            LineFigure(
                key=line.pk,
                code=line.code,
                name=line.name,
                source=line.source,
                planned=line.amount,
                in_period=in_period[line.pk],
                spent=line.spent,
            )
            for line in lines
        ),
    )


# ── canonical text ───────────────────────────────────────────────────────────────────────────


def write(figures: Figures) -> str:
    """The figures as text that is the same for the same facts, to the byte."""
    return json.dumps(
        asdict(figures), default=str, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def digest_of(text: str) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> Figures:
    """The figures that `write` wrote."""
    data = json.loads(text)
    return Figures(
        **{key: data[key] for key in ("programme", "title", "funder")},
        since=_day(data["since"]),
        until=_day(data["until"]),
        indicators=tuple(_read_indicator(each) for each in data["indicators"]),
        budgets=tuple(_read_budget(each) for each in data["budgets"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _decimals(data: dict[str, Any], *names: str) -> Iterator[tuple[str, Decimal | None]]:
    for name in names:
        yield name, None if data[name] is None else Decimal(data[name])


def _read_indicator(data: dict[str, Any]) -> IndicatorFigure:
    numbers = dict(_decimals(data, "target", "in_period", "reached", "percent"))
    parts = tuple(PartFigure(each["label"], Decimal(each["number"])) for each in data["parts"])
    return IndicatorFigure(**{**data, **numbers, "parts": parts, "rows": tuple(data["rows"])})


def _read_budget(data: dict[str, Any]) -> BudgetFigure:
    numbers = dict(_decimals(data, "total", "grant", "own", "own_rate"))
    lines = tuple(
        LineFigure(**{**each, **dict(_decimals(each, "planned", "in_period", "spent"))})
        for each in data["lines"]
    )
    return BudgetFigure(**{**data, **numbers, "lines": lines})
