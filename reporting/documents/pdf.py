"""The report as PDF/UA by Typst: our template, the data as JSON, never as source."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typst
from django.conf import settings
from django.utils.formats import date_format, localize
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from finance.money import format_money

if TYPE_CHECKING:
    from decimal import Decimal

    from reporting.figures import BudgetFigure, Figures, IndicatorFigure
    from reporting.models import Report

TEMPLATE = settings.BASE_DIR / "templates" / "reporting" / "report.typ"


def render(report: Report, figures: Figures) -> bytes:
    """The PDF's bytes."""
    data = json.dumps(_data(report, figures), ensure_ascii=False)
    return typst.compile(
        str(TEMPLATE), root=str(TEMPLATE.parent), sys_inputs={"data": data}, pdf_standards="ua-1"
    )


def _data(report: Report, figures: Figures) -> dict[str, Any]:
    return {
        "language": get_language() or "pl",
        "title": _("Report %(number)s") % {"number": report.number},
        "programme": figures.title,
        "funder": figures.funder,
        "period": f"{date_format(report.since)} – {date_format(report.until)}",
        "submitted": date_format(report.submitted_at, "DATETIME_FORMAT")
        if report.submitted_at
        else "",
        "digest": report.digest,
        "story": [part.strip() for part in report.story.split("\n\n") if part.strip()],
        "heads": {
            "story": _("What happened"),
            "indicators": _("What was reached"),
            "money": _("What it cost"),
            "submitted": _("Submitted"),
            "digest": _("Digest of the figures (SHA-256)"),
        },
        "indicator_heads": [
            _("Indicator"),
            _("Target"),
            _("In the period"),
            _("Reached"),
            _("Percent"),
        ],
        "indicators": [_indicator(each) for each in figures.indicators],
        "money_heads": [
            _("Line"),
            _("Planned"),
            _("Spent in the period"),
            _("Spent so far"),
            _("Left"),
        ],
        "budgets": [_budget(each) for each in figures.budgets],
    }


def _indicator(each: IndicatorFigure) -> dict[str, Any]:
    percent = f"{_number(each.percent)} %" if each.percent is not None else "–"
    reached = each.spread if each.parts else _number(each.reached)
    cells = [_number(each.target), _number(each.in_period), reached, percent]
    if not each.served:
        cells[1:3] = [_("not counted yet")] * 2
    return {"name": each.name, "says": each.says, "cells": cells}


def _budget(each: BudgetFigure) -> dict[str, Any]:
    def row(name: str, *amounts: Decimal | None) -> list[str]:
        return [name, *(_amount(amount, each.currency) for amount in amounts)]

    lines = [
        row(f"{line.code} {line.name}", line.planned, line.in_period, line.spent, line.left)
        for line in each.lines
    ]
    together = row(_("Together"), each.planned, each.in_period, each.spent, each.left)
    own = _("Own contribution: %(spent)s of %(planned)s") % {
        "spent": _amount(each.own_spent, each.currency),
        "planned": _amount(each.own_planned, each.currency),
    }
    return {"owner": each.owner, "rows": [*lines, together], "own": own}


def _number(number: Decimal | None) -> str:
    return pgettext("figure", "not given") if number is None else str(localize(number))


def _amount(amount: Decimal | None, currency: str) -> str:
    return pgettext("figure", "not given") if amount is None else format_money(amount, currency)
