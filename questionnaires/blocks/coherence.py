"""What one block cannot know: keys used once, conditions that can hold, limits in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatch

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .block import NO, YES, Block, Question, condition_of
from .pages import pages_of
from .simple import (
    FILES_AT_MOST,
    MEGABYTES_AT_MOST,
    Amount,
    Choice,
    Day,
    Files,
    Lines,
    LongText,
    MultipleChoice,
    Number,
    Text,
)
from .tables import ROWS_AT_MOST, People, Rows, Table

# What the forms around a questionnaire post under names of their own.
NAMES_OF_TANDEM = frozenset(
    [
        "version",
        "page",
        "next",
        "on",
        "stay",
        "check",
        "part",
        "add_row",
        "remove_row",
        "attach",
        "detach",
        "csrfmiddlewaretoken",
    ]
)


@dataclass(frozen=True)
class Problem:
    """What stands against publishing: the block's key (empty for the form as a whole) and a sentence."""

    key: str
    sentence: str


def problems_of(blocks: Sequence[Block]) -> list[Problem]:
    """Everything that stands against publishing `blocks`, in their order."""
    found = [Problem("", sentence) for sentence in _whole(blocks)]
    keys = [block.key for block in blocks]
    found += [
        Problem(key, _("The key “%(key)s” is used twice.") % {"key": key})
        for key in dict.fromkeys(keys)
        if keys.count(key) > 1
    ]
    found += [
        Problem(block.key, _("Tandem needs the key “%(key)s” itself.") % {"key": block.key})
        for block in blocks
        if isinstance(block, Question) and block.key in NAMES_OF_TANDEM
    ]
    for place, block in enumerate(blocks):
        found += [Problem(block.key, sentence) for sentence in _about(block)]
        found += [Problem(block.key, one) for one in _condition(block, blocks[:place], keys)]
    return found


def _whole(blocks: Sequence[Block]) -> Iterator[str]:
    if not any(isinstance(block, Question) for block in blocks):
        yield _("The form needs at least one question.")
        return
    for page in pages_of(blocks):
        if page.opening and not page.questions:
            yield _("The page “%(title)s” asks nothing.") % {"title": page.title}


def _condition(block: Block, before: Sequence[Block], keys: Iterable[str]) -> Iterator[str]:
    condition = condition_of(block)
    if condition is None:
        return
    asked = next((one for one in before if one.key == condition.key), None)
    if asked is not None:
        yield from _can_hold(asked, condition.among)
    elif condition.key in keys:
        yield _("It is shown depending on a question that comes later; move that one before it.")
    else:
        yield _(
            "It is shown depending on a question that is not there: no block has the key %(key)s."
        ) % {"key": condition.key}


def _can_hold(asked: Block, among: Iterable[str]) -> Iterator[str]:
    if not isinstance(asked, Question):
        yield _("It is shown depending on “%(title)s”, which asks nothing.") % {
            "title": asked.title
        }
        return
    known: set[str] | None = None
    if isinstance(asked, Choice | MultipleChoice):
        known = {option.key for option in asked.options}
    elif asked.is_tick:
        known = {YES, NO}
    if known is not None and not set(among) <= known:
        yield _("It is shown depending on an answer that “%(title)s” does not offer.") % {
            "title": asked.title
        }


@singledispatch
def _about(block: Block) -> Iterator[str]:
    yield from ()


@_about.register
def _lengths(block: Text | LongText) -> Iterator[str]:
    if block.max_length < 1:
        yield _("At least one character has to fit.")


@_about.register
def _limits(block: Number | Amount | Lines) -> Iterator[str]:
    if block.minimum is not None and block.maximum is not None and block.minimum > block.maximum:
        yield _("The smallest value is larger than the largest.")
    if isinstance(block, Number) and block.places > 6:
        yield _("A number has at most six decimal places.")


@_about.register
def _days(block: Day) -> Iterator[str]:
    if block.earliest and block.latest and block.earliest > block.latest:
        yield _("The earliest day comes after the latest.")


@_about.register
def _files(block: Files) -> Iterator[str]:
    if not 1 <= block.maximum <= FILES_AT_MOST:
        yield _("Ask for 1 to %(most)d files.") % {"most": FILES_AT_MOST}
    if not 1 <= block.megabytes <= MEGABYTES_AT_MOST:
        yield _("A file may have 1 to %(most)d MB.") % {"most": MEGABYTES_AT_MOST}


@_about.register
def _rows(block: Rows) -> Iterator[str]:
    if not 1 <= block.max_rows <= ROWS_AT_MOST:
        yield _("Ask for 1 to %(most)d rows (max_rows).") % {"most": ROWS_AT_MOST}
    elif isinstance(block, Table | People) and block.min_rows > block.max_rows:
        yield _("More rows are needed than fit.")
    if isinstance(block, People) and block.adults and not block.age:
        yield ngettext(
            "To know that %(count)d person is of age, the list has to ask about age.",
            "To know that %(count)d persons are of age, the list has to ask about age.",
            block.adults,
        ) % {"count": block.adults}
    if isinstance(block, People) and block.adults > block.max_rows:
        yield _("More rows are needed than fit.")
