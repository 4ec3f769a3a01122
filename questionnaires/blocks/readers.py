"""The reader of each part of a block: a value of JSON in, ours out; ValueError says what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from workflows.filetypes import TYPES

from .block import Condition, Option
from .tables import COLUMN_KINDS, SOURCES, Column, Rate
from .texts import Texts

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
OPTION = re.compile(r"[^\s-][^\s]{0,59}")
CURRENCY = re.compile(r"[A-Z]{3}")


def _text(value: Any) -> Texts:
    if (
        isinstance(value, Mapping)
        and isinstance(value.get("pl"), str)
        and all(isinstance(t, str) for t in value.values())
    ):
        return dict(value)
    raise ValueError("a map of texts by language, with pl")


def _key(value: Any) -> str:
    if isinstance(value, str) and KEY.fullmatch(value):
        return value
    raise ValueError("small letters, digits and _, a letter first")


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("true or false")


def _count(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100_000:
        return value
    raise ValueError("a whole number from 0 to 100000")


def _number(value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError("a number written as text") from error
    if not number.is_finite():
        raise ValueError("a number written as text")
    return number


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _word(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise ValueError("a text")


def _currency(value: Any) -> str:
    if isinstance(value, str) and CURRENCY.fullmatch(value):
        return value
    raise ValueError("three capital letters, for example PLN")


def _option(value: Any) -> Option:
    key = str(value["key"])
    if not OPTION.fullmatch(key):
        raise ValueError("options with keys without spaces")
    return Option(key=key, label=_text(value["label"]))


def _options(value: Any) -> tuple[Option, ...]:
    if not isinstance(value, list | tuple) or len(value) < 1:
        raise ValueError("a list of options")
    options = tuple(_option(one) for one in value)
    if len({option.key for option in options}) < len(options):
        raise ValueError("options with different keys")
    return options


def _some_options(value: Any) -> tuple[Option, ...]:
    return _options(value) if value else ()


def _rates(value: Any) -> tuple[Rate, ...]:
    options = _some_options(value)
    worths = [_number(one["worth"]) for one in value]
    if not all(worth > 0 for worth in worths):
        raise ValueError("rates above zero")
    pairs = zip(options, worths, strict=True)
    return tuple(Rate(key=one.key, label=one.label, worth=worth) for one, worth in pairs)


def _sources(value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple) and all(one in SOURCES for one in value):
        return tuple(value)
    raise ValueError(f"a list of {', '.join(SOURCES)}")


def _endings(value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple) and all(one in TYPES for one in value):
        return tuple(value)
    raise ValueError(f"a list of {', '.join(TYPES)}")


def _column(value: Any) -> Column:
    kind = value.get("kind", "text")
    if kind not in COLUMN_KINDS:
        raise ValueError(f"columns of the kinds {', '.join(COLUMN_KINDS)}")
    unknown = set(value) - {"key", "label", "kind", "required", "max_length", "adds_up"}
    if unknown:
        raise ValueError(f"columns without {', '.join(sorted(unknown))}")
    return Column(
        key=_key(value.get("key")),
        label=_text(value.get("label")),
        kind=kind,
        required=_flag(value.get("required", kind != "tick")),
        max_length=_count(value.get("max_length", 200)),
        adds_up=_flag(value.get("adds_up", False)),
    )


def _columns(value: Any) -> tuple[Column, ...]:
    if not isinstance(value, list | tuple) or not 1 <= len(value) <= 8:
        raise ValueError("a list of one to eight columns")
    columns = tuple(_column(one) for one in value)
    if len({column.key for column in columns}) < len(columns):
        raise ValueError("columns with different keys")
    return columns


def _condition(value: Any) -> Condition:
    if isinstance(value, Mapping) and isinstance(value.get("among"), list | tuple):
        return Condition(
            key=_key(value.get("key")), among=tuple(str(one) for one in value["among"])
        )
    raise ValueError("a map with key and among")


READERS: dict[str, Callable[[Any], Any]] = {
    "key": _key,
    "label": _text,
    "help": _text,
    "missing": _text,
    "text": _text,
    "required": _flag,
    "says_who": _flag,
    "is_topic": _flag,
    "own": _flag,
    "in_kind": _flag,
    "priced": _flag,
    "hourly": _flag,
    "who": _flag,
    "age": _flag,
    "role": _flag,
    "contact": _flag,
    "minimum": _number,
    "maximum": _number,
    "earliest": _day,
    "latest": _day,
    "currency": _currency,
    "fact": _word,
    "options": _options,
    "categories": _some_options,
    "sources": _sources,
    "rates": _rates,
    "endings": _endings,
    "table": _columns,
    "only_if": _condition,
}


def reader_of(name: str, annotation: Any) -> Callable[[Any], Any]:
    """The reader of the part `name`; whole numbers are told by their annotation."""
    return _count if annotation == "int" else READERS[name]
