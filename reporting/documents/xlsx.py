"""The figures as a workbook: numbers are numbers, and no cell can start a formula."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from reporting.figures import Figures
    from reporting.models import Report

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60  # characters


def render(report: Report, figures: Figures) -> bytes:
    """The workbook's bytes: a sheet of indicators, a sheet of money."""
    book = Workbook()
    indicators = book.active
    assert indicators is not None  # noqa: S101 -- a new workbook has a sheet
    indicators.title = _("Indicators")
    _fill(indicators, _indicator_rows(report, figures))
    _fill(book.create_sheet(_("Money")), _money_rows(figures))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _indicator_rows(report: Report, figures: Figures) -> Iterable[list[Any]]:
    yield [figures.title, report.code]
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


def _fill(sheet: Worksheet, rows: Iterable[list[Any]]) -> None:
    widths: dict[int, int] = {}
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, harmless(value))
            if number <= 2:
                cell.font = Font(bold=True)
            widths[column] = min(WIDEST, max(widths.get(column, 8), len(str(value or ""))))
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width + 2


def harmless(value: Any) -> Any:
    """Numbers as they are; text that a spreadsheet would run, as text."""
    if value is None or isinstance(value, Decimal | int):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
