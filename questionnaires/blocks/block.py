"""The kinds of blocks a questionnaire is made of. A block says what is asked, never how it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from .texts import Texts, say

ROWS_AT_MOST = 50


@dataclass(frozen=True)
class Option:
    """One answer to choose; `key` is what is stored and exported."""

    key: str
    label: Texts

    def __str__(self) -> str:
        return say(self.label)


@dataclass(frozen=True)
class Condition:
    """The block is asked only when the answer to `key` is one of `among`."""

    key: str
    among: tuple[str, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Whether `answers` (by key, typed or cleaned) meet the condition."""
        return answers.get(self.key) in self.among


@dataclass(frozen=True, kw_only=True)
class Block:
    """Anything on the form. `key` is stable across versions: exports and snapshots name it."""

    kind: ClassVar[str]
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
class Heading(Block):
    """Starts a section; its help is the section's introduction."""

    kind = "heading"


@dataclass(frozen=True, kw_only=True)
class Question(Block):
    """A block with an answer.

    `missing` is the sentence shown when a required answer is not there; `fact` names what the answer
    means to other rooms (`action.goal`), so that it may be filled from there.
    """

    required: bool = True
    missing: Texts | None = None
    only_if: Condition | None = None
    fact: str = ""


@dataclass(frozen=True, kw_only=True)
class Text(Question):
    """One line."""

    kind = "text"
    max_length: int = 200


@dataclass(frozen=True, kw_only=True)
class LongText(Question):
    """Several paragraphs; characters are counted as the server counts them."""

    kind = "long_text"
    max_length: int = 2000


@dataclass(frozen=True, kw_only=True)
class Lines(Question):
    """A short text in each line: names, places."""

    kind = "lines"
    minimum: int = 1
    maximum: int = 30
    max_length: int = 100


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """A number with at most `places` decimal places."""

    kind = "number"
    places: int = 0
    minimum: Decimal | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Amount(Question):
    """Money, exact to one hundredth, in `currency` (ISO code)."""

    kind = "money"
    currency: str = "PLN"
    minimum: Decimal | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """One of `options`."""

    kind = "choice"
    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class MultipleChoice(Question):
    """Any of `options`."""

    kind = "multiple_choice"
    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class Day(Question):
    """A date, not before `earliest` and not after `latest`."""

    kind = "date"
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, kw_only=True)
class Checkbox(Question):
    """A statement to agree with; required means that it must be ticked."""

    kind = "checkbox"


@dataclass(frozen=True, kw_only=True)
class Costs(Question):
    """A table of costs with a total; `own` adds a column for the applicant's own contribution."""

    kind = "costs"
    currency: str = "PLN"
    own: bool = False
    max_rows: int = 30


@dataclass(frozen=True, kw_only=True)
class Schedule(Question):
    """A table of what happens from when to when."""

    kind = "schedule"
    max_rows: int = 30


KINDS: dict[str, type[Block]] = {
    kind.kind: kind
    for kind in (
        Heading,
        Text,
        LongText,
        Lines,
        Number,
        Amount,
        Choice,
        MultipleChoice,
        Day,
        Checkbox,
        Costs,
        Schedule,
    )
}


def questions(blocks: Iterable[Block]) -> list[Question]:
    """Those of `blocks` that have an answer, in order."""
    return [block for block in blocks if isinstance(block, Question)]
