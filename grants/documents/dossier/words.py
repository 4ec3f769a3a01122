"""The pieces of which the paper is made, for the one layout that all papers share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format

Block = dict[str, Any]
Blocks = Iterator[Block]
NOTHING = "–"


def chapter(title: Any) -> Block:
    """A part of the file."""
    return {"kind": "title", "lines": [str(title)]}


def heading(title: Any) -> Block:
    """A section of a chapter."""
    return {"kind": "heading", "lines": [str(title)]}


def text(words: Any) -> Block:
    """A paragraph; ends of lines stay."""
    return {"kind": "text", "lines": str(words).splitlines() or [NOTHING]}


def fact(label: Any, *words: Any) -> Block:
    """A label with what stands there; nothing is said to be nothing."""
    lines = [line for one in words for line in str(one or "").splitlines()]
    return {"kind": "answer", "label": str(label), "lines": lines or [NOTHING]}


def table(heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Blocks:
    """A table under its heads; nothing where there is no row."""
    cells = [[_cell(value) for value in row] for row in rows]
    if cells:
        yield {"kind": "table", "rows": [[str(head) for head in heads], *cells]}


def day(value: date | None) -> str:
    """A day as people write it."""
    return date_format(value, "DATE_FORMAT") if value else NOTHING


def instant(value: datetime | None) -> str:
    """Day and hour as people write them."""
    return date_format(value, "DATETIME_FORMAT") if value else NOTHING


def _cell(value: Any) -> str:
    return str(value) if value not in (None, "") else NOTHING
