"""The one door: every change of state in Tandem passes through `perform`.

Why a fresh row: a lock taken with the old object in hand let eight of eight racers win. Why a conditional
UPDATE as well: SQLite ignores row locks, and there the (state, version) condition decides the race.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import deepcopy
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from . import clock
from .actors import InPlaceOf, account_of, whose_step
from .behalf import keep_scan, lacking, tell_person, why_not_instead
from .consequences import consequences
from .errors import GuardsFailed, NotFromHere, NotYours, SomeoneWasFaster
from .models import History
from .outbox import write_messages
from .turns import write_turns

if TYPE_CHECKING:
    from .moves import Move

_cause: ContextVar[History | None] = ContextVar("cause", default=None)


def perform(
    obj: Any,
    move: Move,
    *,
    by: Any,
    seen: int | None,
    at: datetime | None,
    note: str,
    inputs: dict[str, Any],
) -> History:
    """Carry out `move` on `obj` in one transaction and return its history entry.

    `by` is the acting account, one in another's place or SYSTEM; `seen` the version the person had before their
    eyes; `at` the instant their request arrived. Raises NotYours, GuardsFailed, NotFromHere or SomeoneWasFaster,
    and then nothing has changed, neither in the database nor in `obj`.
    """
    given = {**move.defaults, **inputs, "by": whose_step(by), "at": at or clock.now(), "note": note}
    with transaction.atomic():
        fresh = _load_locked(obj)
        _refuse_if_stale(fresh, move, seen)
        _refuse_unless_may(fresh, move, by)
        if sentences := [*lacking(move, by), *move.why_not(fresh, given)]:
            raise GuardsFailed(sentences)
        before = _values(fresh)
        move.body(
            fresh,
            **{
                name: value for name, value in given.items() if name in move.takes or name in inputs
            },
        )
        changes = _write(fresh, before)
        entry = History.objects.append(
            fresh,
            move=move.name,
            source=before["state"],
            target=str(fresh.state),
            by=account_of(by),
            version=fresh.version,
            note=note,
            changes=changes,
            cause=_cause.get(),
            **_in_place(by),
        )
        write_turns(fresh)
        write_messages(fresh, move.tells, entry)
        with caused_by(entry):
            for consequence in consequences.of(move):
                consequence(fresh, entry)
        if isinstance(by, InPlaceOf):
            tell_person(fresh, move, entry)
            keep_scan(entry, by)
    _copy(fresh, obj)
    return entry


def begin(obj: Any, *, by: Any, note: str = "") -> History:
    """Save a new lifecycle object with the first entry of its history and its first turns.

    Whoever may begin it is asked by the room's action, also where `by` acts in another's place; there `begun_tells`
    tell the person.
    """
    with transaction.atomic():
        obj.save(force_insert=True)
        entry = History.objects.append(
            obj,
            move="begin",
            source="",
            target=str(obj.state),
            by=account_of(by),
            version=obj.version,
            note=note,
            cause=_cause.get(),
            **_in_place(by),
        )
        write_turns(obj)
        write_messages(obj, obj.begun_tells, entry)
        if isinstance(by, InPlaceOf):
            keep_scan(entry, by)
    return entry


def _in_place(by: Any) -> dict[str, Any]:
    """What the history keeps of one who acts in another's place: for whom, and how it reached them."""
    return {"acting_for": by.person, "how": by.how} if isinstance(by, InPlaceOf) else {}


@contextmanager
def caused_by(entry: History) -> Iterator[None]:
    """Within the block every entry names `entry` as its cause."""
    token = _cause.set(entry)
    try:
        yield
    finally:
        _cause.reset(token)


def _load_locked(obj: Any) -> Any:
    """The row as it is now, under its lock; parents first, so that two moves never wait for each other."""
    for name in obj.locks_first:
        parent = getattr(obj, name)
        type(parent)._base_manager.select_for_update().filter(pk=parent.pk).first()
    return type(obj)._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)


def _refuse_if_stale(fresh: Any, move: Move, seen: int | None) -> None:
    if seen is not None and seen != fresh.version:
        raise faster(fresh)
    if not move.leaves(fresh.state):
        raise NotFromHere(
            [
                _("“%(move)s” is not possible now: the state is “%(state)s”.")
                % {"move": move.label, "state": fresh.get_state_display()}
            ]
        )


def _refuse_unless_may(fresh: Any, move: Move, by: Any) -> None:
    if isinstance(by, InPlaceOf):
        if sentences := why_not_instead(fresh, move, by):
            raise NotYours(sentences)
    elif account_of(by) is not None and not move.may(by, fresh):
        raise NotYours(move.may.why_not(by, fresh))


def faster(fresh: Any) -> SomeoneWasFaster:
    """The refusal that names what happened meanwhile to `fresh`."""
    last = History.objects.of(fresh).order_by("-seq").first()
    when = date_format(timezone.localtime(last.at), "H:i") if last else ""
    return SomeoneWasFaster(
        [
            _(
                "Someone was faster than you: at %(time)s this became “%(state)s”. See what it says now."
            )
            % {"time": when, "state": fresh.get_state_display()}
        ]
    )


def _values(fresh: Any) -> dict[str, Any]:
    return {
        field.attname: deepcopy(field.value_from_object(fresh))
        for field in fresh._meta.concrete_fields
    }


def _write(fresh: Any, before: dict[str, Any]) -> dict[str, list[Any]]:
    """Write what changed, if the row still is as it was; return {field: [before, after]} as texts."""
    changed = {
        name: value
        for name, value in _values(fresh).items()
        if value != before[name] and name != "state"
    }
    fresh.version = before["version"] + 1
    plain: models.QuerySet[Any] = models.QuerySet(type(fresh), using=fresh._state.db)
    mine = plain.filter(pk=fresh.pk, state=before["state"], version=before["version"])
    if not mine.update(**changed, state=str(fresh.state), version=fresh.version):
        raise faster(type(fresh)._base_manager.get(pk=fresh.pk))
    return {name: [as_text(before[name]), as_text(value)] for name, value in changed.items()}


def as_text(value: Any) -> str | None:
    """A field's value as the history keeps it."""
    return None if value is None else str(value)


def _copy(fresh: Any, obj: Any) -> None:
    """Make the caller's object what the row has become."""
    for field in fresh._meta.concrete_fields:
        if obj.__dict__.get(field.attname) != fresh.__dict__.get(field.attname):
            obj._state.fields_cache.pop(field.name, None)
        obj.__dict__[field.attname] = fresh.__dict__.get(field.attname)
