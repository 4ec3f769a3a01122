"""Blocks as JSON: read with every mistake named by its place, and written back the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.utils import translation

from .block import KINDS, ROWS_AT_MOST, Block, Condition, Costs, Heading, Option, Question, Schedule
from .texts import Texts, say

TEXTS = frozenset({"label", "help", "missing"})
KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")


class BadBlocks(ValueError):
    """The blocks break the format; `sentences` name each place and what was expected there."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = sentences


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
        return Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError("a number written as text") from error


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _word(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise ValueError("a text")


def _options(value: Any) -> tuple[Option, ...]:
    if not isinstance(value, list | tuple) or len(value) < 1:
        raise ValueError("a list of options")
    options = tuple(Option(key=str(one["key"]), label=_text(one["label"])) for one in value)
    if len({option.key for option in options}) < len(options):
        raise ValueError("options with different keys")
    return options


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
    "required": _flag,
    "own": _flag,
    "max_length": _count,
    "max_rows": _count,
    "places": _count,
    "minimum": _number,
    "maximum": _number,
    "earliest": _day,
    "latest": _day,
    "currency": _word,
    "fact": _word,
    "options": _options,
    "only_if": _condition,
}


def read_blocks(data: Any) -> list[Block]:
    """Make blocks of `data`, the JSON list of a version. Raises BadBlocks with every mistake at once."""
    if not isinstance(data, list) or not data:
        raise BadBlocks(["blocks: a list with at least one block was expected."])
    mistakes: list[str] = []
    blocks = [
        block
        for place, one in enumerate(data, start=1)
        if (block := _block(one, f"block {place}", mistakes))
    ]
    if mistakes := mistakes or _across(blocks):
        raise BadBlocks(mistakes)
    return blocks


def _block(data: Any, place: str, mistakes: list[str]) -> Block | None:
    kind = KINDS.get(str(data.get("kind"))) if isinstance(data, Mapping) else None
    if kind is None:
        mistakes.append(f"{place}: kind was expected to be one of {', '.join(KINDS)}.")
        return None
    known = {field.name: field for field in fields(kind)}
    before = len(mistakes)
    mistakes += [
        f"{place}: “{name}” is not known for {kind.kind}."
        for name in data
        if name not in {*known, "kind"}
    ]
    given = {
        name: _value(field, data, place, mistakes)
        for name, field in known.items()
        if _is_needed(field, data)
    }
    return kind(**given) if len(mistakes) == before else None


def _is_needed(field: Field[Any], data: Mapping[str, Any]) -> bool:
    return data.get(field.name) is not None or field.default is MISSING


def _value(field: Field[Any], data: Mapping[str, Any], place: str, mistakes: list[str]) -> Any:
    reader = _count if field.type == "int" else READERS[field.name]
    try:
        return reader(data.get(field.name))
    except (ValueError, KeyError, TypeError) as error:
        mistakes.append(f"{place}, {field.name}: expected {error}.")
        return None


def _across(blocks: list[Block]) -> list[str]:
    keys = [block.key for block in blocks]
    mistakes = [
        f"{key}: the key is used twice." for key in dict.fromkeys(keys) if keys.count(key) > 1
    ]
    for block in blocks:
        if isinstance(block, Costs | Schedule) and not 1 <= block.max_rows <= ROWS_AT_MOST:
            mistakes.append(f"{block.key}, max_rows: expected 1 to {ROWS_AT_MOST}.")
        if isinstance(block, Question) and block.only_if and block.only_if.key not in keys:
            mistakes.append(f"{block.key}, only_if: no block has the key {block.only_if.key}.")
    if all(isinstance(block, Heading) for block in blocks):
        mistakes.append("blocks: at least one question was expected.")
    return mistakes


def write_blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """The JSON of `blocks`; texts of the catalogue are frozen in every language."""
    return [{"kind": block.kind} | _given(block) for block in blocks]


def _given(block: Block) -> dict[str, Any]:
    values = {field.name: getattr(block, field.name) for field in fields(block)}
    given = {name: value for name, value in values.items() if value is not None and value != ""}
    return {name: _texts(value) if name in TEXTS else _json(value) for name, value in given.items()}


def _json(value: Any) -> Any:
    match value:
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case Condition():
            return {"key": value.key, "among": list(value.among)}
        case tuple():
            return [{"key": option.key, "label": _texts(option.label)} for option in value]
    return value


def _texts(text: Texts) -> dict[str, str]:
    if isinstance(text, Mapping):
        return dict(text)
    return {language: _in(language, text) for language, _name in settings.LANGUAGES}


def _in(language: str, text: Texts) -> str:
    with translation.override(language):
        return say(text)
