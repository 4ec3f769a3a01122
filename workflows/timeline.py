"""One timeline of an object: what happened, what was said, which time was given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import policies
from .deadlines import in_words
from .models import Comment, Extension, History
from .moves import move_named, moves_of


@dataclass(frozen=True)
class Entry:
    """One station of the timeline, the way `workflows/history.html` reads it."""

    at: datetime
    what: str
    by: str
    note: str = ""
    is_comment: bool = False
    internal: bool = False


def timeline(obj: models.Model, user: Any) -> list[Entry]:
    """Everything that `user` may read about `obj`, the newest first; three queries, however long it is."""
    entries = [*_moves(obj, user), *_comments(obj, user), *_extensions(obj)]
    return sorted(entries, key=lambda entry: entry.at)[::-1]


def state_label(obj: Any, state: str) -> str:
    """The word for `state` on pages."""
    labels = dict(obj._meta.get_field("state").flatchoices)
    return str(labels.get(state, state))


def _moves(obj: Any, user: Any) -> list[Entry]:
    rows = History.objects.of(obj).select_related("by", "text").order_by("seq")
    return [
        Entry(entry.at, _what(obj, entry), _who(obj, user, entry, entry.by), entry.text.note)
        for entry in rows
    ]


def _what(obj: Any, entry: History) -> str:
    """The state it came to; also the step's name where several lead there, or where it led nowhere else."""
    move = move_named(type(obj), entry.move)
    step = str(move.label if move else getattr(obj, "acts", {}).get(entry.move, entry.move))
    if entry.source == entry.target:
        return step
    state = state_label(obj, entry.target)
    others = [each for each in moves_of(type(obj)) if each.target == entry.target]
    if move and len(others) > 1:
        return _("%(move)s: %(state)s") % {"move": step, "state": state}
    return capfirst(state)


def _comments(obj: models.Model, user: Any) -> list[Entry]:
    rows = Comment.objects.of(obj).select_related("author")
    if not policies.may_read_internal(user, obj):
        rows = rows.for_everyone()
    return [
        Entry(
            row.at,
            _("Comment"),
            _who(obj, user, row, row.author),
            row.text,
            is_comment=True,
            internal=row.audience == Comment.Audience.INTERNAL,
        )
        for row in rows
    ]


def _extensions(obj: models.Model) -> list[Entry]:
    return [
        Entry(
            row.at,
            _("More time: until %(when)s") % {"when": in_words(row.until)},
            str(row.by),
            row.reason,
        )
        for row in Extension.objects.of(obj).select_related("by")
    ]


def _who(obj: Any, user: Any, entry: Any, by: Any) -> str:
    if by is None:
        return "Tandem"
    if by != user and not policies.shows_actor(obj, user, entry):
        return _("someone on the team")
    return str(by)
