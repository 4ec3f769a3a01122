"""What all blocks of a questionnaire share. A block says what is asked, never how it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from .texts import Texts, say

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Option:
    """One answer to choose; `key` is what is stored and exported."""

    key: str
    label: Texts

    def __str__(self) -> str:
        return say(self.label)


@dataclass(frozen=True)
class Condition:
    """The block is asked only when the answer to `key` is one of `among`; of a tick these are `yes` and `no`."""

    key: str
    among: tuple[str, ...]

    def holds(self, value: Any, *, is_tick: bool = False) -> bool:
        """Whether `value`, the typed or cleaned answer to `key`, meets the condition."""
        if is_tick:
            return (YES if value else NO) in self.among
        if isinstance(value, list | tuple):
            return any(one in self.among for one in value)
        return value in self.among


@dataclass(frozen=True, kw_only=True)
class Block:
    """Anything on the form. `key` is stable across versions: exports and snapshots name it."""

    kind: ClassVar[str]
    is_tick: ClassVar[bool] = False  # answered by ticking or not
    key: str
    label: Texts
    help: Texts | None = None

    @property
    def title(self) -> str:
        """The label in the reader's language."""
        return say(self.label)

    @property
    def hint(self) -> str:
        """The help in the reader's language; empty when there is none."""
        return say(self.help)


@dataclass(frozen=True, kw_only=True)
class PageBreak(Block):
    """Starts a page of the form; its help is the page's introduction."""

    kind = "page"


@dataclass(frozen=True, kw_only=True)
class Heading(Block):
    """Starts a section; its help is the section's introduction."""

    kind = "heading"


@dataclass(frozen=True, kw_only=True)
class Note(Block):
    """Something to read between two questions: the label as its title, the help as its words."""

    kind = "note"
    only_if: Condition | None = None


@dataclass(frozen=True, kw_only=True)
class Question(Block):
    """A block with an answer.

    `missing` is the sentence shown when a required answer is not there; `fact` names what the answer
    means to other rooms (`action.goal`), so that it may be filled from there; `says_who` marks an answer that names
    who fills the form in, so that it can be kept from those who must not learn it.
    """

    required: bool = True
    missing: Texts | None = None
    only_if: Condition | None = None
    fact: str = ""
    says_who: bool = False


def questions(blocks: Iterable[Block]) -> list[Question]:
    """Those of `blocks` that have an answer, in order."""
    return [block for block in blocks if isinstance(block, Question)]


def condition_of(block: Block) -> Condition | None:
    """When `block` is shown; None when always."""
    return block.only_if if isinstance(block, Question | Note) else None


def is_asked(block: Block, blocks: Mapping[str, Block], answers: Mapping[str, Any]) -> bool:
    """Whether `block` is asked of somebody who gave `answers`: its condition holds, and that question is asked too."""
    condition = condition_of(block)
    if condition is None:
        return True
    other = blocks.get(condition.key)
    if other is None:
        return condition.holds(answers.get(condition.key))
    holds = condition.holds(answers.get(condition.key), is_tick=other.is_tick)
    return holds and is_asked(other, blocks, answers)
