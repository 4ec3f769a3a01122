"""What a programme costs: its own budget and those of its partners, in two queries."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery

from finance.models import Budget, BudgetLine
from programmes.models import Partner, Programme
from workflows.models.link import type_of

from .shapes import BudgetFigure, LineFigure


def budgets_of(
    programme: Programme, since: date | None, until: date | None
) -> tuple[BudgetFigure, ...]:
    """The programme's own budget first, then those of its partners; grants are lines of these."""
    partner = Partner.objects.filter(pk=OuterRef("about_id")).order_by().values("name")
    found = Budget.objects.of(programme) | Budget.objects.about_any(programme.partners.order_by())
    budgets = found.order_by("pk").annotate(partner=Subquery(partner))
    own, others = _sorted(budgets, programme)
    lines = _lines([*own, *others], since, until)
    return (
        *(_figure(budget, programme.title, lines[budget.pk]) for budget in own),
        *(_figure(budget, budget.partner, lines[budget.pk]) for budget in others),
    )


def _sorted(budgets: Any, programme: Programme) -> tuple[list[Any], list[Any]]:
    its_own = type_of(programme).pk
    own = [budget for budget in budgets if budget.about_type_id == its_own]
    return own, [budget for budget in budgets if budget.about_type_id != its_own]


def _lines(
    budgets: list[Any], since: date | None, until: date | None
) -> dict[int, list[LineFigure]]:
    """The lines of each budget, in their order."""
    rows = BudgetLine.objects.filter(budget__in=[budget.pk for budget in budgets])
    rows = rows.with_spending(until=until)
    rows = rows.with_spending(since=since, until=until, called="in_period")
    found: dict[int, list[LineFigure]] = defaultdict(list)
    for line in rows.order_by("position", "code") if budgets else ():
        found[line.budget_id].append(
            LineFigure(
                key=line.pk,
                code=line.code,
                name=line.name,
                source=line.source,
                planned=line.amount,
                in_period=line.in_period,
                spent=line.spent,
            )
        )
    return found


def _figure(budget: Budget, owner: str, lines: list[LineFigure]) -> BudgetFigure:
    def amount(money: Any) -> Decimal | None:
        return money.amount if money else None

    return BudgetFigure(
        owner=owner,
        currency=budget.currency,
        total=amount(budget.total),
        grant=amount(budget.grant),
        own=amount(budget.own_contribution),
        own_rate=budget.own_rate,
        lines=tuple(lines),
    )
