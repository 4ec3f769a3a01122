"""Figures as canonical text and back: what a submitted report keeps, in every language it is read in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from .shapes import BudgetFigure, Figures, IndicatorFigure, LineFigure, PartFigure


def write(versions: Mapping[str, Figures]) -> str:
    """The figures by language as text that is the same for the same facts, to the byte."""
    plain = {language: asdict(figures) for language, figures in versions.items()}
    return json.dumps(plain, default=str, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> dict[str, Figures]:
    """The figures that `write` wrote, by language."""
    return {language: _read_figures(data) for language, data in json.loads(text).items()}


def _read_figures(data: dict[str, Any]) -> Figures:
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
