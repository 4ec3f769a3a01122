"""Questions with one answer: texts, numbers, choices, days, ticks, files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .block import Option, Question
from .texts import Texts, say

MEGABYTES_AT_MOST = 20  # of one file; the installation's own limit (TANDEM_FILE_LIMIT) may be lower
FILES_AT_MOST = 20


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
    """One of `options`; with `is_topic` they are topics, and whoever reads the answer may be chosen by them."""

    kind = "choice"
    options: tuple[Option, ...]
    is_topic: bool = False


@dataclass(frozen=True, kw_only=True)
class MultipleChoice(Question):
    """Any of `options`; with `is_topic` they are topics, as in `Choice`."""

    kind = "multiple_choice"
    options: tuple[Option, ...]
    is_topic: bool = False


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
    is_tick = True


@dataclass(frozen=True, kw_only=True)
class ConsentBlock(Question):
    """A consent with the `text` of its clause; what is stored names the `version` that was agreed to."""

    kind = "consent"
    is_tick = True
    text: Texts
    version: int = 1

    @property
    def clause(self) -> str:
        """The text in the reader's language."""
        return say(self.text)


@dataclass(frozen=True, kw_only=True)
class Files(Question):
    """Attached files: at most `maximum`, each up to `megabytes`, of any kind the installation takes or of `endings`."""

    kind = "file"
    maximum: int = 5
    megabytes: int = 10
    endings: tuple[str, ...] = ()
