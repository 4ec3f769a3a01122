"""The figures of a programme for a period: what was reached, what it cost. Asked of the facts, never typed.

The same figures stand on the programme's overview (live), in a draft (live) and, once a report is
submitted, in its snapshot; `write` and `read` turn them into canonical text and back.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import translation

from programmes.models import Programme

from .indicators import figures_for, indicators_of, rows_of
from .money import budgets_of
from .shapes import BudgetFigure, Figures, IndicatorFigure, LineFigure, PartFigure
from .written import digest_of, read, write

__all__ = [
    "BudgetFigure",
    "Figures",
    "IndicatorFigure",
    "LineFigure",
    "PartFigure",
    "digest_of",
    "figures_for",
    "figures_of",
    "for_reader",
    "in_every_language",
    "read",
    "rows_of",
    "write",
]


def figures_of(
    programme: Programme, since: date | None, until: date | None, *, with_rows: bool = True
) -> Figures:
    """Ask the facts. Both days are included; None leaves that side open.

    `with_rows` notes the records behind each indicator, as a report must that is to be frozen;
    without them the number of queries is the same however many indicators and lines there are.
    """
    return Figures(
        programme=programme.code,
        title=programme.title,
        funder=programme.funder.name if programme.funder else "",
        since=since,
        until=until,
        indicators=indicators_of(programme, since, until, with_rows=with_rows),
        budgets=budgets_of(programme, since, until),
    )


def in_every_language(
    programme: Programme, since: date | None, until: date | None
) -> dict[str, Figures]:
    """The figures with the records behind them, by language: whoever reads a frozen report finds theirs."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = figures_of(programme, since, until)
    return found


def for_reader(snapshot: str) -> Figures:
    """The frozen figures in the language of whoever reads now."""
    return read(snapshot)[translation.get_language()]
