"""One search over everything: the rooms say what can be found, this finds it. It knows no domain.

A room registers a `Findable` for each of its models in `findables.py`. What somebody finds is a part of
what they may see: `rows` goes through the model's `visible_to`, and `looks_in` names only columns that
whoever sees the row may read, so that a search is no way to guess what a page hides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When, Window

from people.folding import without_separators
from people.names import fold
from workflows.predicates import Sentence
from workflows.registry import Registry

SHORTEST = 2  # letters or digits below which everything would be found
_MOST_LETTERS, _MOST_WORDS = 120, 8
_LENGTHS = (
    9,
    10,
    11,
    14,
)  # digits of a telephone or REGON; of NIP or KRS; with +48; of a long REGON
_GROUPED = re.compile(r"(?<!\w)(?:pl ?)?(\d[\d -]{7,}\d)(?!\w)")


@dataclass(frozen=True)
class Hit:
    """How a found row is told: its name, and where it is. Its state and address are the row's own."""

    title: str
    where: str = ""


@dataclass(frozen=True)
class Findable:
    """A kind of row that can be found.

    `label` heads its group; groups stand by `order`. `rows(user)` is what of it `user` may see, with what
    `tells` needs. Each word must be in one of `looks_in`, lookups as `filter` takes them: `…__plain` gets
    the word without separators, every other one both. What `leads` finds with all the words at once stands first.
    """

    label: Sentence
    order: int
    rows: Callable[[Any], QuerySet[Any, Any]]
    looks_in: tuple[str, ...]
    tells: Callable[[Any], Hit]
    leads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the first rows with how they are told, and how many there are in all."""

    name: str
    label: str
    hits: list[tuple[Any, Hit]]
    total: int


findables: Registry[Findable] = Registry("people.findables")


def words_of(text: str) -> list[str]:
    """The words of `text` that are looked for, folded; digits that belong together (a NIP, a telephone) as one."""
    printed = "".join(sign if sign.isprintable() else " " for sign in text[:_MOST_LETTERS])
    joined = _GROUPED.sub(_join, fold(printed))
    return [word for word in joined.split() if without_separators(word)][:_MOST_WORDS]


def _join(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[1])
    return digits if len(digits) in _LENGTHS else found[0]


def is_enough(words: list[str]) -> bool:
    """Whether `words` have as many letters and digits as a search needs."""
    return len(without_separators("".join(words))) >= SHORTEST


def has_words(words: list[str], *lookups: str) -> Q:
    """The condition that every one of `words` is in one of `lookups`, in any order."""
    condition = Q()
    for word in words:
        condition &= _has(word, lookups)
    return condition


def _has(word: str, lookups: tuple[str, ...]) -> Q:
    plain, found = without_separators(word), Q()
    for lookup in lookups:
        if "__plain" in lookup:
            found |= Q(**{lookup: plain})
            continue
        found |= Q(**{lookup: word})
        if plain != word and plain.isdigit():
            found |= Q(**{lookup: plain})
    return found


def rows_of(findable: Findable, user: Any, words: list[str]) -> QuerySet[Any, Any]:
    """Every row of one kind that `user` may see and that has all the `words`, what is named so first."""
    whole = _has(" ".join(words), findable.leads)
    found = findable.rows(user).filter(has_words(words, *findable.looks_in) | whole)
    order = found.query.order_by or found.model._meta.ordering
    if not whole:
        return found.order_by(*order)
    rank = Case(When(whole, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.alias(rank=rank).order_by("rank", *order)


def find(user: Any, words: list[str], *, each: int) -> list[Group]:
    """What `user` finds by `words`: for each kind that has any, the first `each` rows; one query a kind."""
    groups = []
    for name in sorted(findables.names(), key=lambda name: findables[name].order):
        findable = findables[name]
        rows = list(
            rows_of(findable, user, words).annotate(found_in_all=Window(Count("pk")))[:each]
        )
        if rows:
            hits = [(row, findable.tells(row)) for row in rows]
            groups.append(Group(name, str(findable.label), hits, rows[0].found_in_all))
    return groups
