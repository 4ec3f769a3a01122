"""One timeline of an object: what happened, what was said, which time was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import policies
from .deadlines import in_words
from .models import Comment, Extension, History, StoredFile
from .models.link import type_of
from .moves import UNDO, move_named, moves_of


@dataclass(frozen=True)
class Entry:
    """One station of the timeline, the way `workflows/history.html` reads it."""

    at: datetime
    what: str
    by: str
    note: str = ""
    is_comment: bool = False
    internal: bool = False
    scan: str = ""


def timeline(obj: models.Model, user: Any) -> list[Entry]:
    """Everything that `user` may read about `obj`, the newest first.

    Three queries, however long it is; a fourth where somebody entered a step in another's place.
    """
    return timelines([obj], user)[obj]


def timelines(objects: Sequence[models.Model], user: Any) -> dict[models.Model, list[Entry]]:
    """The same for each of `objects`, of whatever models, in as many queries, however many they are."""
    by_key = {(type_of(obj).pk, obj.pk): obj for obj in objects}
    told: dict[models.Model, list[Entry]] = {obj: [] for obj in objects}
    for entry_of, rows in (
        (
            _move,
            History.objects.of_all(objects).select_related("by", "acting_for", "text", "cause"),
        ),
        (_comment, Comment.objects.of_all(objects).select_related("author")),
        (_extension, Extension.objects.of_all(objects).select_related("by")),
    ):
        for row in _with_scans(rows.order_by("pk")):
            obj = by_key[row.about_type_id, row.about_id]
            told[obj] += entry_of(obj, user, row)
    return {obj: sorted(entries, key=lambda entry: entry.at)[::-1] for obj, entries in told.items()}


def state_label(obj: Any, state: str) -> str:
    """The word for `state` on pages."""
    labels = dict(obj._meta.get_field("state").flatchoices)
    return str(labels.get(state, state))


def _move(obj: Any, user: Any, row: Any) -> list[Entry]:
    return [
        Entry(row.at, _what(obj, row), _actor(obj, user, row), row.text.note, scan=_scan(user, row))
    ]


def _actor(obj: Any, user: Any, row: History) -> str:
    who = _who(obj, user, row, row.by)
    if row.acting_for is not None:
        said = {"person": _who(obj, user, row, row.acting_for), "who": who}
        if row.how == History.How.STAND_IN:
            return _("%(who)s, standing in for %(person)s") % said
        sentence = _("%(person)s, entered by %(who)s (%(how)s)")
        return sentence % {**said, "how": row.get_how_display()}
    if row.by is not None and (capacity := _capacity(obj, row)):
        return _("%(who)s, %(capacity)s") % {"who": who, "capacity": capacity}
    return who


def _with_scans(rows: Any) -> list[Any]:
    """The rows; each history entry made in another's place with the file that came with it, if one did."""
    found = list(rows)
    entered = {row.pk: row for row in found if getattr(row, "acting_for_id", None)}
    if entered:
        for file in StoredFile.objects.of_all(entered.values()).present():
            entered[file.about_id].scan = file
    return found


def _scan(user: Any, row: Any) -> str:
    """The address of the scan, for whoever may read it."""
    file = getattr(row, "scan", None)
    return str(file.get_absolute_url()) if file and policies.may_read_scan(user, row) else ""


def _capacity(obj: Any, row: History) -> str:
    """In whose place the move was made, where the object knows (`acted_for`); empty when it was one's own."""
    acted_for = getattr(obj, "acted_for", None)
    return acted_for(row) if acted_for else ""


def _what(obj: Any, entry: History) -> str:
    """The state it came to; also the step's name where several lead there, or where it led nowhere else."""
    if entry.move == UNDO and entry.cause is not None:
        taken_back = move_named(type(obj), entry.cause.move)
        return _("Taken back: %(move)s") % {"move": taken_back.label if taken_back else ""}
    move = move_named(type(obj), entry.move)
    step = str(move.label if move else getattr(obj, "acts", {}).get(entry.move, entry.move))
    if entry.source == entry.target:
        return step
    state = state_label(obj, entry.target)
    others = [each for each in moves_of(type(obj)) if each.target == entry.target]
    if move and len(others) > 1:
        return _("%(move)s: %(state)s") % {"move": step, "state": state}
    return capfirst(state)


def _comment(obj: Any, user: Any, row: Any) -> list[Entry]:
    internal = row.audience == Comment.Audience.INTERNAL
    if internal and not policies.may_read_internal(user, obj):
        return []
    who = _who(obj, user, row, row.author)
    return [Entry(row.at, _("Comment"), who, row.text, is_comment=True, internal=internal)]


def _extension(obj: Any, user: Any, row: Any) -> list[Entry]:
    until = _("More time: until %(when)s") % {"when": in_words(row.until)}
    return [Entry(row.at, until, str(row.by), row.reason)]


def _who(obj: Any, user: Any, entry: Any, by: Any) -> str:
    if by is None:
        return "Tandem"
    if by != user and not policies.shows_actor(obj, user, entry):
        return _("someone on the team")
    return str(by)
