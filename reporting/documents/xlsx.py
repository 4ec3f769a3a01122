"""The figures as a workbook: numbers are numbers, and no cell can start a formula."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from workflows.spreadsheets import Table, workbook

if TYPE_CHECKING:
    from reporting.figures import Figures
    from reporting.models import Report


def render(report: Report, figures: Figures) -> bytes:
    """The workbook's bytes: a sheet of indicators, a sheet of money."""
    return workbook(
        [
            Table(_("Indicators"), _indicator_rows(report, figures), heads=2),
            Table(_("Money"), _money_rows(figures), heads=2),
        ]
    )


def _indicator_rows(report: Report, figures: Figures) -> Iterable[list[Any]]:
    yield [figures.title, report.reference]
    yield [
        _("Indicator"),
        _("Unit"),
        _("Target"),
        _("In the period"),
        _("Reached"),
        _("Percent"),
        _("What is counted"),
    ]
    for each in figures.indicators:
        yield [
            each.name,
            each.unit,
            each.target,
            each.in_period,
            each.reached,
            each.percent,
            each.says,
        ]
        for part in each.parts:
            yield [f"  {part.label}", each.unit, None, None, part.number]


def _money_rows(figures: Figures) -> Iterable[list[Any]]:
    heads = [
        _("Code"),
        _("Line"),
        _("Planned"),
        _("Spent in the period"),
        _("Spent so far"),
        _("Left"),
    ]
    for budget in figures.budgets:
        yield [budget.owner, budget.currency]
        yield heads
        for line in budget.lines:
            yield [line.code, line.name, line.planned, line.in_period, line.spent, line.left]
        yield [_("Together"), "", budget.planned, budget.in_period, budget.spent, budget.left]
        yield [_("Own contribution"), "", budget.own_planned, None, budget.own_spent]
        yield []
