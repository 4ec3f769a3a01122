"""How a programme stands, in five seconds: what is late, who waits for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from programmes.models import Programme
from workflows.inbox import Waiting, rows, with_objects
from workflows.models import Turn
from workflows.whereabouts import holder_name

LOOKED_AT = 2000  # turns; an installation with more open moves shows the most urgent


@dataclass(frozen=True)
class Holder:
    """Somebody, or a role, and how much waits for them."""

    name: str
    waiting: int
    late: int


@dataclass(frozen=True)
class Overview:
    """The open moves of one programme."""

    late: list[Waiting]
    holders: list[Holder]
    waiting: int


def overview_of(programme: Programme) -> Overview:
    """The open moves on whatever belongs to `programme`."""
    turns = [turn for turn in _open_turns() if _belongs(turn.about, programme)]
    return Overview(
        late=rows(turn for turn in turns if turn.is_late),
        holders=_by_holder(turns),
        waiting=len({(turn.about_type_id, turn.about_id, turn.key) for turn in turns}),
    )


def _open_turns() -> Iterable[Turn]:
    soonest = Turn.objects.order_by(F("due_at").asc(nulls_last=True), "pk")[:LOOKED_AT]
    return with_objects(soonest)


def _belongs(obj: Any, programme: Programme) -> bool:
    return obj is not None and programme in obj.role_scopes()


def _by_holder(turns: list[Turn]) -> list[Holder]:
    names = sorted({holder_name(turn) for turn in turns})
    found = [
        Holder(
            name,
            sum(holder_name(turn) == name for turn in turns),
            sum(holder_name(turn) == name and turn.is_late for turn in turns),
        )
        for name in names
    ]
    return sorted(found, key=lambda holder: (-holder.late, -holder.waiting, holder.name))
