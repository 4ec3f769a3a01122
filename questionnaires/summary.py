"""Answers as they are read: by a person on a page, and by a machine in a frozen copy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .blocks import (
    Amount,
    Block,
    Checkbox,
    Choice,
    Costs,
    Day,
    Heading,
    MultipleChoice,
    Number,
    Question,
    Schedule,
)
from .forms import is_asked
from .numbers import show_amount, show_number

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Table:
    """A table of an answer: column labels, rows of texts, and the totals under them (empty when none)."""

    columns: list[str]
    rows: list[list[str]]
    totals: list[str]
    numeric_from: int

    def labelled_rows(self) -> list[list[tuple[str, str, bool]]]:
        """Each cell with its column's label and whether it is a number."""
        return [self._labelled(row) for row in self.rows]

    def labelled_totals(self) -> list[tuple[str, str, bool]]:
        """The totals, in the same way."""
        return self._labelled(self.totals)

    def _labelled(self, cells: list[str]) -> list[tuple[str, str, bool]]:
        pairs = zip(self.columns, cells, strict=True)
        return [
            (label, cell, place >= self.numeric_from) for place, (label, cell) in enumerate(pairs)
        ]


@dataclass(frozen=True)
class Line:
    """One question with its answer: paragraphs, a list or a table; empty when nothing was answered."""

    block: Question
    text: str = ""
    items: tuple[str, ...] = ()
    table: Table | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return not (self.text or self.items or self.table)


@dataclass(frozen=True)
class Part:
    """A heading with the answers under it."""

    heading: str
    lines: list[Line]


def canonical(values: Mapping[str, Any]) -> dict[str, Any]:
    """Cleaned `values` as JSON with one writing for each value: amounts and dates as text."""
    return {key: _json(value) for key, value in values.items()}


def _json(value: Any) -> Any:
    match value:
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case list() | tuple():
            return [_json(one) for one in value]
        case Mapping():
            return {key: _json(one) for key, one in value.items()}
    return value


def in_one_writing(content: Mapping[str, Any]) -> str:
    """`content` as JSON with sorted keys and no spaces: the same content is always the same text."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, of `content` in its one writing, as UTF-8."""
    return hashlib.sha256(in_one_writing(content).encode()).hexdigest()


def total(rows: Any, column: str = "amount") -> Decimal:
    """The sum of one column of a table of costs, of cleaned or canonical `rows`."""
    return sum((Decimal(row.get(column) or 0) for row in rows or []), Decimal("0.00"))


def summarise(blocks: Sequence[Block], values: Mapping[str, Any]) -> list[Part]:
    """What was answered, under its headings, of canonical `values`; what was not asked is left out."""
    by_key = {block.key: block for block in blocks}
    parts = [Part("", [])]
    for block in blocks:
        if isinstance(block, Heading):
            parts.append(Part(block.title, []))
        elif isinstance(block, Question) and is_asked(block, by_key, values):
            parts[-1].lines.append(line_of(block, values.get(block.key)))
    return [part for part in parts if part.lines]


def line_of(block: Question, value: Any) -> Line:
    """One answer of canonical `value`, for reading."""
    if value in (None, "", []):
        return Line(block)
    match block:
        case Costs():
            return Line(block, table=_costs(block, value))
        case Schedule():
            return Line(block, table=_schedule(value))
        case MultipleChoice():
            return Line(block, items=_labels(block, value))
    if isinstance(value, list):
        return Line(block, items=tuple(str(one) for one in value))
    return Line(block, text=_text(block, value))


def _text(block: Question, value: Any) -> str:
    match block:
        case Choice():
            return ", ".join(_labels(block, [value]))
        case Checkbox():
            return str(pgettext_lazy("answer", "Yes") if value else pgettext_lazy("answer", "No"))
        case Amount():
            return show_amount(Decimal(value), block.currency)
        case Number():
            return show_number(Decimal(value), places=block.places)
        case Day():
            return date_format(date.fromisoformat(value))
    return str(value)


def _labels(block: Choice | MultipleChoice, keys: Iterable[str]) -> tuple[str, ...]:
    labels = {option.key: str(option) for option in block.options}
    return tuple(labels.get(key, key) for key in keys)


def _costs(block: Costs, rows: Rows) -> Table:
    columns = ["amount", "own"] if block.own else ["amount"]
    labels = {
        "amount": _("From the grant") if block.own else _("Amount"),
        "own": _("Own contribution"),
    }
    return Table(
        columns=[str(_("What for")), *(str(labels[column]) for column in columns)],
        rows=[
            [row["name"], *(show_amount(Decimal(row[one]), block.currency) for one in columns)]
            for row in rows
        ],
        totals=[
            str(_("Total")),
            *(show_amount(total(rows, column), block.currency) for column in columns),
        ],
        numeric_from=1,
    )


def _schedule(rows: Rows) -> Table:
    days = [
        [date_format(date.fromisoformat(row[key])) for key in ("starts", "ends")] for row in rows
    ]
    return Table(
        columns=[
            str(_("What happens")),
            str(pgettext_lazy("date", "From")),
            str(pgettext_lazy("date", "To")),
        ],
        rows=[[row["name"], *pair] for row, pair in zip(rows, days, strict=True)],
        totals=[],
        numeric_from=3,
    )
