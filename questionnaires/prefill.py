"""Where answers may be taken from, and which forms may take them: rooms register both, a question names its fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from workflows.registry import Registry

from .blocks import Block, Choice, Day, LongText, Question, Rows, Text, questions


@dataclass(frozen=True)
class Record:
    """One thing that is known about a user, by `key` in its source: a `title`, whence it is, typed values by fact."""

    key: str
    title: str | Promise
    facts: Mapping[str, Any]
    note: str = ""


@dataclass(frozen=True)
class Source:
    """A place with records about a user; `written` where people wrote them themselves, so that a form points there."""

    name: str
    records: Callable[[Any], Iterable[Record]]
    written: bool = False


@dataclass(frozen=True)
class Place:
    """A form that takes answers now: its `title`, until when, and the address to which `from` is posted."""

    title: str
    until: datetime
    url: str


sources: Registry[Source] = Registry("prefill")
places: Registry[Callable[[], Iterable[Place]]] = Registry("prefill.places")


def records_of(user: Any, *, written: bool = False) -> Iterator[tuple[str, Record]]:
    """What every source knows about `user`, each by its name in addresses; with `written` only their own words."""
    for source in sources:
        if source.written or not written:
            for record in source.records(user):
                yield named(source.name, record.key), record


def named(source: str, key: str) -> str:
    """The name of the record `key` of `source` in addresses."""
    return f"{source}-{key}" if key else source


def record_named(user: Any, name: str) -> Record | None:
    """The record of that name, None where this user has none."""
    source = sources.get(name.partition("-")[0])
    found = source.records(user) if source else ()
    return next((one for one in found if source and named(source.name, one.key) == name), None)


def places_now() -> list[Place]:
    """Every form that takes answers now, the earliest end first."""
    found = [place for register in places for place in register()]
    return sorted(found, key=lambda place: (place.until, place.url))


def filled_from(facts: Mapping[str, Any], blocks: Iterable[Block]) -> dict[str, Any]:
    """Typed values by key for those of `blocks` whose fact is among `facts`.

    A question that names no fact asks for the one of its own key: the forms that Tandem ships, and their copies,
    have been in use before facts were named.
    """
    found = [(block, facts.get(block.fact or block.key)) for block in questions(blocks)]
    return {block.key: value for block, value in found if value and _suits(block, value)}


def _suits(block: Question, value: Any) -> bool:
    """Whether a value of this shape can be typed there: rows into rows, words where words are asked."""
    return isinstance(block, Rows if isinstance(value, list) else Text | LongText | Choice | Day)
