"""A form in pages: each page block starts one; a form without any is one page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .block import Block, Heading, PageBreak, Question, questions


@dataclass(frozen=True)
class Leaf:
    """One page of a form: its number from 1 on, its page block (None before the first), what stands on it."""

    number: int
    opening: PageBreak | None
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The page's name, else that of its first section."""
        named = self.opening or next((one for one in self.blocks if isinstance(one, Heading)), None)
        return named.title if named else ""

    @property
    def questions(self) -> list[Question]:
        """What the page asks."""
        return questions(self.blocks)

    @property
    def keys(self) -> set[str]:
        """The keys of what the page asks."""
        return {block.key for block in self.questions}


def pages_of(blocks: Iterable[Block]) -> list[Leaf]:
    """The pages of `blocks` in order, at least one."""
    parts: list[tuple[PageBreak | None, list[Block]]] = [(None, [])]
    for block in blocks:
        if not isinstance(block, PageBreak):
            parts[-1][1].append(block)
        elif parts == [(None, [])]:
            parts = [(block, [])]
        else:
            parts.append((block, []))
    return [
        Leaf(number, opening, tuple(own)) for number, (opening, own) in enumerate(parts, start=1)
    ]
