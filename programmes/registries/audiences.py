"""To whom the team of a programme may write as a group: rooms register the people behind their lists."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from workflows.registry import Registry


@dataclass(frozen=True)
class Audience:
    """People behind the rows of one list; `label` names them, `place` is the name of the address to choose them at.

    `asked(request)` are the rows that the list shows to the person for the query of the address. `rows(keys)` are rows
    by their keys, with everything joined that is read of each: `who(row)`, whom a letter about the row goes to
    (accounts, or `Mail` for whoever has none), `programme(row)`, and `title(row)`, what the letter is about in words.
    """

    label: str | Promise
    place: str
    asked: Callable[[Any], QuerySet[Any]]
    rows: Callable[[Collection[int]], QuerySet[Any]]
    who: Callable[[Any], Iterable[Any]]
    programme: Callable[[Any], Any]
    title: Callable[[Any], str]


audiences: Registry[Audience] = Registry("programmes.audiences")
