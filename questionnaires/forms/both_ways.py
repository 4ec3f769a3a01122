"""From a block's JSON to what its author sees in the form, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from questionnaires.actions.editing import free_key
from questionnaires.blocks import KINDS

BETWEEN = "="  # between a question's key and the answer in a condition
TEXTS = ("label", "help", "missing", "text")
LANGUAGES = [code for code, _name in settings.LANGUAGES]
NAMES = {"minimum_lines": "minimum", "maximum_lines": "maximum", "maximum_files": "maximum"}
"""The block's own name of a part that the form calls otherwise, because two kinds mean different things by it."""

Rows = list[dict[str, Any]]


def has(value: Any) -> bool:
    """Whether a part says anything."""
    return value not in (None, "", [], ())


def in_languages(values: Mapping[str, Any], name: str) -> dict[str, str]:
    """The texts `name_pl`, `name_en` … that are there, by language."""
    return {code: values[f"{name}_{code}"] for code in LANGUAGES if values.get(f"{name}_{code}")}


def written(name: str, value: Any) -> Any:
    """The JSON of the part `name` with the cleaned `value`."""
    return WRITERS.get(name, _plain)(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value


def _options(rows: Rows) -> Rows:
    return [{"key": key, "label": _label(row)} for key, row in _keyed(rows)]


def _columns(rows: Rows) -> Rows:
    return [
        {
            "key": key,
            "label": _label(row),
            "kind": row["kind"],
            "required": row["required"],
            "adds_up": row["adds_up"] and row["kind"] in {"number", "money"},
        }
        for key, row in _keyed(rows)
    ]


def _label(row: Mapping[str, Any]) -> dict[str, str]:
    return {"pl": row["pl"]} | ({"en": row["en"]} if row["en"] else {})


def _keyed(rows: Rows) -> Iterable[tuple[str, dict[str, Any]]]:
    taken = {row["key"] for row in rows if row["key"]}
    for row in rows:
        key = row["key"] or free_key(row["en"] or row["pl"], taken)
        taken.add(key)
        yield key, row


WRITERS: dict[str, Callable[[Any], Any]] = {
    "options": _options,
    "categories": _options,
    "table": _columns,
}


def as_typed(kind: str, block: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the form of `block`; the kind's own defaults for what it does not say."""
    typed: dict[str, Any] = {"key": block.get("key", "")}
    for name in TEXTS:
        for code in LANGUAGES:
            typed[f"{name}_{code}"] = (block.get(name) or {}).get(code, "")
    for name, known in KINDS[kind].__dataclass_fields__.items():
        if name not in {"key", "only_if", *TEXTS}:
            default = None if known.default is MISSING else known.default
            typed[name] = _shown(name, block.get(name, default))
    typed |= {piece: typed[name] for piece, name in NAMES.items() if name in typed}
    if condition := block.get("only_if"):
        typed["only_if"] = [f"{condition['key']}{BETWEEN}{one}" for one in condition["among"]]
    return typed


def _shown(name: str, value: Any) -> Any:
    if name in {"options", "categories", "table"}:
        return [_row(one) for one in value or []]
    return list(value) if isinstance(value, tuple) else value


def _row(one: Mapping[str, Any]) -> dict[str, str]:
    row = {"key": one["key"], "pl": one["label"]["pl"], "en": one["label"].get("en", "")}
    if "kind" in one:
        row["kind"] = one["kind"]
        row["required"] = "on" if one.get("required", True) else ""
        row["adds_up"] = "on" if one.get("adds_up") else ""
    return row
