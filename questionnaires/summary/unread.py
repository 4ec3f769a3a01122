"""Answers as they were typed, which may not be readable yet, as one text for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from questionnaires.blocks import Choice, MultipleChoice, Question, Rows


def typed_text(block: Question, value: Any) -> str:
    """A typed `value` of `block`, with the words of what was chosen; an empty text for nothing."""
    match block:
        case Rows():
            rows = value if isinstance(value, list) else []
            return "\n".join(filter(None, (_row(block, row) for row in rows)))
        case Choice() | MultipleChoice():
            chosen = value if isinstance(value, list) else [value]
            return ", ".join(_words(block.options, chosen))
    if isinstance(value, bool):
        return _("ticked") if value else _("not ticked")
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    return str(value or "")


def _row(block: Rows, row: Mapping[str, Any]) -> str:
    cells = []
    for column in block.columns():
        cell = row.get(column.key)
        cells += _words(column.options, [cell]) if cell else []
    return ", ".join(cells)


def _words(options: Iterable[Any], keys: Iterable[Any]) -> list[str]:
    known = {option.key: str(option) for option in options}
    return [known.get(key, str(key)) for key in keys if key]
