"""Writes whose move it is, from what the model says of its state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from . import clock
from .models import Turn
from .models.link import type_of
from .registry import Registry
from .roles import RoleOn
from .standing_in import pass_on

Place = tuple[str, int | None, str, int | None, int | None]

#: What waits for accounts that no role on an object names (administrators): gives the objects whose holders changed.
rosters: Registry[Callable[[], Iterable[Any]]] = Registry("workflows.rosters")


def turns_due(obj: Any) -> list[Turn]:
    """The turns that `obj` must have in its present state, unsaved, each holder once."""
    wanted: dict[Place, Turn] = {}
    for owes in obj.owes.get(obj.state, ()):
        due_at = owes.due(obj) if owes.due else None
        for who in owes.who(obj):
            turn = _turn(obj, owes.key, who, due_at)
            wanted.setdefault(place_of(turn), turn)
    pass_on(obj, wanted.values())
    return list(wanted.values())


def write_turns(obj: Any) -> None:
    """Make the turns of `obj` what its state demands; one who still has the move keeps the day since when."""
    standing = {place_of(turn): turn for turn in Turn.objects.of(obj)}
    wanted = {place_of(turn): turn for turn in turns_due(obj)}
    gone = [turn.pk for place, turn in standing.items() if place not in wanted]
    if gone:
        Turn.objects.filter(pk__in=gone).delete()
    Turn.objects.bulk_create([turn for place, turn in wanted.items() if place not in standing])
    for place, turn in standing.items():
        if place in wanted and _told(wanted[place]) != _told(turn):
            Turn.objects.filter(pk=turn.pk).update(**_told(wanted[place]))


def _told(turn: Turn) -> dict[str, Any]:
    """What may change while somebody keeps the move."""
    return {
        name: getattr(turn, name)
        for name in ("due_at", "within_type_id", "within_id", "but_id", "stand_in_id")
    }


def _turn(obj: Any, key: str, who: Any, due_at: Any) -> Turn:
    widest = obj.role_scopes()[-1]
    turn = Turn(
        about_type=type_of(obj),
        about_id=obj.pk,
        key=key,
        within_type=type_of(widest),
        within_id=widest.pk,
        due_at=due_at,
        since=clock.now(),
    )
    if isinstance(who, RoleOn):
        turn.role, turn.scope_type, turn.scope_id = who.role, type_of(who.scope), who.scope.pk
        turn.but = who.but
    else:
        turn.holder = who
    return turn


def place_of(turn: Turn) -> Place:
    return turn.key, turn.holder_id, turn.role, turn.scope_type_id, turn.scope_id


def find_owners() -> int:
    """Give what a closed account would have to somebody living, and what a roster has to all who are on it now.

    Returns how many things were looked at.
    """
    orphans = Turn.objects.of_nobody_living()
    objects = {(turn.about_type_id, turn.about_id): turn.about for turn in orphans}
    for roster in rosters:
        objects |= {(type_of(obj).pk, obj.pk): obj for obj in roster()}
    refresh_turns(obj for obj in objects.values() if obj is not None)
    return len(objects)


def refresh_turns(objects: Iterable[Any]) -> None:
    """Recompute the turns of objects whose holders or days changed without a move (an extension, a new role)."""
    for obj in objects:
        write_turns(obj)
