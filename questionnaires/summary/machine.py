"""Answers as columns of a table: keys that stay when the words change, values that a program reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaires.blocks import (
    Block,
    ConsentBlock,
    Files,
    Question,
    Rows,
    is_asked,
    questions,
)
from questionnaires.blocks.estimate import total


@dataclass(frozen=True)
class ExportColumn:
    """A column of an export: its stable `key` and its words."""

    key: str
    label: str


def columns_of(blocks: Iterable[Block]) -> list[ExportColumn]:
    """The columns that answers to `blocks` fill; a table has one for its rows and one for each sum."""
    found: list[ExportColumn] = []
    for block in questions(blocks):
        found.append(ExportColumn(block.key, block.title))
        found += [
            ExportColumn(f"{block.key}.{column.key}", f"{block.title}: {column}")
            for column in _sums(block)
        ]
    return found


def row_of(blocks: Sequence[Block], values: Mapping[str, Any]) -> dict[str, str]:
    """Canonical `values` by the keys of `columns_of`; empty for what was not asked or not answered.

    The texts are as typed: whoever writes a file keeps cells from starting a formula.
    """
    by_key = {block.key: block for block in blocks}
    row: dict[str, str] = {}
    for block in questions(blocks):
        value = values.get(block.key) if is_asked(block, by_key, values) else None
        row[block.key] = _text(block, value)
        for column in _sums(block):
            row[f"{block.key}.{column.key}"] = (
                format(total(value, column.key), "f") if value else ""
            )
    return row


def _sums(block: Question) -> list[Any]:
    columns = block.columns() if isinstance(block, Rows) else ()
    return [column for column in columns if column.adds_up]


def _text(block: Question, value: Any) -> str:
    if value in (None, "", []):
        return ""
    match block:
        case Rows():
            keys = [column.key for column in block.columns()]
            return "\n".join("; ".join(_plain(row.get(key)) for key in keys) for row in value)
        case Files():
            return "; ".join(str(one["name"]) for one in value)
        case ConsentBlock():
            return str(value["version"])
    return "; ".join(map(_plain, value)) if isinstance(value, list) else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else str(value)
