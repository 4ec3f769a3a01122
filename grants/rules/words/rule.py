"""The parts of which a call's rules are said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise

from questionnaires.numbers import show_number


@dataclass(frozen=True)
class Rule:
    """One question that applicants have, the call's answer, and where the answer is a list, its `items`."""

    question: str
    answer: str
    items: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join([self.answer, *self.items]).strip()


@dataclass(frozen=True)
class RuleChapter:
    """The rules about one thing; `key` is also the topic of a question asked about the call."""

    key: str
    title: str | Promise
    rules: tuple[Rule, ...]


def percent_shown(value: Decimal) -> str:
    """A percentage without needless zeros: 10, 12,5."""
    return show_number(value.normalize(), places=0 if value % 1 == 0 else 2)


def sentences(said: Iterable[str]) -> str:
    """Sentences one after another, without the empty ones."""
    return " ".join(one for one in said if one)
