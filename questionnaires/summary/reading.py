"""Answers under their questions and headings, for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import singledispatch
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from questionnaires.blocks import (
    Amount,
    Block,
    Checkbox,
    Choice,
    Column,
    ConsentBlock,
    Costs,
    Day,
    Files,
    Heading,
    MultipleChoice,
    Number,
    PageBreak,
    Question,
    Rows,
    is_asked,
)
from questionnaires.blocks.estimate import estimate, exact
from questionnaires.numbers import show_amount, show_number, show_percent, show_plain
from workflows.previews import File, file_shown

Cells = list[tuple[str, str, bool]]


@dataclass(frozen=True)
class Table:
    """A table of an answer: column labels, rows of texts, and lines under them (totals, shares; empty when none)."""

    columns: list[str]
    rows: list[list[str]]
    foot: list[list[str]]
    numeric: frozenset[int]

    @property
    def totals(self) -> list[str]:
        """The first line under the rows."""
        return self.foot[0] if self.foot else []

    def labelled_rows(self) -> list[Cells]:
        """Each cell with its column's label and whether it is a number."""
        return [self._labelled(row) for row in self.rows]

    def labelled_foot(self) -> list[Cells]:
        """The lines under the rows, in the same way."""
        return [self._labelled(row) for row in self.foot]

    def heads(self) -> list[tuple[str, bool]]:
        """Each column's label and whether it holds numbers."""
        return [(label, place in self.numeric) for place, label in enumerate(self.columns)]

    def _labelled(self, cells: list[str]) -> Cells:
        pairs = zip(self.columns, cells, strict=True)
        return [(label, cell, place in self.numeric) for place, (label, cell) in enumerate(pairs)]


@dataclass(frozen=True)
class Line:
    """One question with its answer: paragraphs, a list, files or a table; empty when nothing was answered.

    `details` are further words under the answer: the shares of an estimate, the clause of a consent.
    """

    block: Question
    text: str = ""
    items: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    table: Table | None = None
    details: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return not (self.text or self.items or self.files or self.table)


@dataclass(frozen=True)
class Part:
    """A heading with the answers under it."""

    heading: str
    lines: list[Line] = field(default_factory=list)


def summarise(blocks: Sequence[Block], values: Mapping[str, Any]) -> list[Part]:
    """What was answered, under its headings, of canonical `values`; what was not asked is left out."""
    by_key = {block.key: block for block in blocks}
    parts = [Part("")]
    for block in blocks:
        if isinstance(block, Heading | PageBreak):
            parts.append(Part(block.title))
        elif isinstance(block, Question) and is_asked(block, by_key, values):
            parts[-1].lines.append(line_of(block, values.get(block.key)))
    return [part for part in parts if part.lines]


def line_of(block: Question, value: Any) -> Line:
    """One answer of canonical `value`, for reading."""
    return Line(block) if value in (None, "", []) else _line(block, value)


@singledispatch
def _line(block: Question, value: Any) -> Line:
    if isinstance(value, list):
        return Line(block, items=tuple(str(one) for one in value))
    return Line(block, text=str(value))


@_line.register
def _table(block: Rows, value: Any) -> Line:
    return Line(block, table=_rows(block, value))


@_line.register
def _costs(block: Costs, value: Any) -> Line:
    return Line(block, table=_with_shares(block, value), details=_by_category(block, value))


@_line.register
def _choice(block: Choice, value: Any) -> Line:
    return Line(block, text=", ".join(_labels(block, [value])))


@_line.register
def _choices(block: MultipleChoice, value: Any) -> Line:
    return Line(block, items=_labels(block, value))


@_line.register
def _tick(block: Checkbox, value: Any) -> Line:
    return Line(block, text=yes_or_no(value))


@_line.register
def _amount(block: Amount, value: Any) -> Line:
    return Line(block, text=show_amount(Decimal(value), block.currency))


@_line.register
def _number(block: Number, value: Any) -> Line:
    return Line(block, text=show_number(Decimal(value), places=block.places))


@_line.register
def _day(block: Day, value: Any) -> Line:
    return Line(block, text=date_format(date.fromisoformat(value)))


@_line.register
def _files(block: Files, value: Any) -> Line:
    return Line(block, files=tuple(_file(one) for one in value))


@_line.register
def _consent(block: ConsentBlock, value: Any) -> Line:
    said = _("Yes, to the words in version %(version)d.") % {"version": value["version"]}
    return Line(block, text=said, details=(block.clause,))


def yes_or_no(value: Any) -> str:
    """The word for a tick."""
    return pgettext("answer", "Yes") if value else pgettext("answer", "No")


def _labels(block: Choice | MultipleChoice, keys: Iterable[str]) -> tuple[str, ...]:
    labels = {option.key: str(option) for option in block.options}
    return tuple(labels.get(key, key) for key in keys)


def _file(record: Mapping[str, Any]) -> File:
    return file_shown(key=record["key"], name=record["name"], size=record["size"])


def _rows(block: Rows, rows: Sequence[Mapping[str, Any]]) -> Table:
    columns = block.columns()
    return Table(
        columns=[str(column) for column in columns],
        rows=[
            [_cell(column, row.get(column.key), block.currency) for column in columns]
            for row in rows
        ],
        foot=_foot(block, rows),
        numeric=frozenset(place for place, column in enumerate(columns) if column.is_numeric),
    )


def _cell(column: Column, value: Any, currency: str) -> str:
    if value in (None, ""):
        return ""
    if column.kind == "money":
        return show_amount(Decimal(value), currency)
    if column.kind == "choice":
        return next((str(one) for one in column.options if one.key == value), str(value))
    return CELLS.get(column.kind, str)(value)


CELLS: dict[str, Callable[[Any], str]] = {
    "number": lambda value: show_plain(Decimal(value)),
    "date": lambda value: date_format(date.fromisoformat(value)),
    "tick": yes_or_no,
}


def _foot(block: Rows, rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    columns = block.columns()
    if not any(column.adds_up for column in columns):
        return []
    sums = [_sum(column, rows, block.currency) if column.adds_up else "" for column in columns]
    return [[_("Total"), *sums[1:]]]


def _sum(column: Column, rows: Sequence[Mapping[str, Any]], currency: str) -> str:
    amount = sum((exact(row.get(column.key)) for row in rows), Decimal("0.00"))
    return show_amount(amount, currency) if column.kind == "money" else show_plain(amount)


def _with_shares(block: Costs, rows: Sequence[Mapping[str, Any]]) -> Table:
    table = _rows(block, rows)
    added = estimate(block, rows)
    if len(added.sources) > 1:
        percents = {share.key: show_percent(share.percent) for share in added.sources}
        table.foot.append(
            [_("Share"), *(percents.get(column.key, "") for column in block.columns()[1:])]
        )
    return table


def _by_category(block: Costs, rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    added = estimate(block, rows)
    lines = [
        _("%(category)s: %(amount)s, that is %(percent)s of the whole.")
        % {
            "category": share.label,
            "amount": show_amount(share.amount, block.currency),
            "percent": show_percent(share.percent),
        }
        for share in added.categories
        if share.amount
    ]
    if len(added.sources) > 1:
        whole = show_amount(added.whole, block.currency)
        lines.append(_("The whole project: %(amount)s.") % {"amount": whole})
    return tuple(lines)
