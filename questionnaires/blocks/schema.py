"""Blocks as JSON: read with every mistake named by its place, and written back the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from decimal import Decimal
from functools import singledispatch
from typing import Any

from django.conf import settings
from django.utils import translation

from .block import Block, Condition, Option
from .coherence import problems_of
from .kinds import KINDS
from .readers import reader_of
from .tables import Column, Rate
from .texts import Texts, say

TEXTS = frozenset({"label", "help", "missing", "text"})


class BadBlocks(ValueError):
    """The blocks break the format; `sentences` name each place and what was expected there."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = sentences


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
    if mistakes := mistakes or [_sentence(one.key, one.sentence) for one in problems_of(blocks)]:
        raise BadBlocks(mistakes)
    return blocks


def read_block(data: Any) -> Block:
    """Make one block of `data`, whatever stands around it. Raises BadBlocks."""
    mistakes: list[str] = []
    block = _block(data, "block", mistakes)
    if block is None:
        raise BadBlocks(mistakes)
    return block


def _sentence(key: str, sentence: str) -> str:
    return f"{key}: {sentence}" if key else sentence


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
    try:
        return reader_of(field.name, field.type)(data.get(field.name))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        mistakes.append(f"{place}, {field.name}: expected {error}.")
        return None


def write_blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """The JSON of `blocks`; texts of the catalogue are frozen in every language."""
    return [{"kind": block.kind} | _given(block) for block in blocks]


def _given(block: Block) -> dict[str, Any]:
    values = {field.name: getattr(block, field.name) for field in fields(block)}
    for name in (
        "says_who",
        "is_topic",
        "hourly",
    ):  # only where it is so: forms frozen earlier stay the same
        if not values.get(name):
            values.pop(name, None)
    given = {name: value for name, value in values.items() if value not in (None, "", ())}
    return {name: _texts(value) if name in TEXTS else _json(value) for name, value in given.items()}


@singledispatch
def _json(value: Any) -> Any:
    return value


@_json.register
def _decimal(value: Decimal) -> str:
    return format(value, "f")


@_json.register
def _date(value: date) -> str:
    return value.isoformat()


@_json.register
def _when(value: Condition) -> dict[str, Any]:
    return {"key": value.key, "among": list(value.among)}


@_json.register
def _option(value: Option) -> dict[str, Any]:
    return {"key": value.key, "label": _texts(value.label)}


@_json.register
def _rate(value: Rate) -> dict[str, Any]:
    return _option(value) | {"worth": format(value.worth, "f")}


@_json.register
def _several(value: tuple) -> list[Any]:
    return [_json(one) for one in value]


@_json.register
def _column(column: Column) -> dict[str, Any]:
    written = {
        "key": column.key,
        "label": _texts(column.label),
        "kind": column.kind,
        "required": column.required,
        "adds_up": column.adds_up,
    }
    return written | ({"max_length": column.max_length} if column.kind == "text" else {})


def _texts(text: Texts) -> dict[str, str]:
    if isinstance(text, Mapping):
        return dict(text)
    return {language: _in(language, text) for language, _name in settings.LANGUAGES}


def _in(language: str, text: Texts) -> str:
    with translation.override(language):
        return say(text)
