"""Where answers may be taken from: rooms register sources, a question names the fact it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from workflows.registry import Registry

from .blocks import Block, questions


@dataclass(frozen=True)
class Source:
    """A place with facts about a user: `facts(user)` gives typed values by fact, for example `action.goal`."""

    name: str
    label: str | Promise
    facts: Callable[[Any], Mapping[str, Any]]


sources: Registry[Source] = Registry("prefill")


def filled_from(source: Source, user: Any, blocks: Iterable[Block]) -> dict[str, Any]:
    """Typed values by key for those of `blocks` whose fact `source` knows about `user`."""
    facts = source.facts(user)
    return {
        block.key: facts[block.fact]
        for block in questions(blocks)
        if block.fact and facts.get(block.fact)
    }
