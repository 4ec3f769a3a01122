"""How a programme stands, in five seconds: what is late, who waits for whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, QuerySet

from programmes.models import Programme
from workflows.inbox import Waiting, rows, with_objects
from workflows.models import Turn
from workflows.models.link import type_of
from workflows.whereabouts import does_of, holder_name


@dataclass(frozen=True)
class Late:
    """One thing that should have been done by now, on so many objects; `due` is the day of the longest overdue."""

    does: str
    number: int
    due: datetime


@dataclass(frozen=True)
class Holder:
    """Somebody, or a role, and how much waits for them."""

    name: str
    waiting: int
    late: int


@dataclass(frozen=True)
class Overview:
    """The open moves of one programme; `its_own` are those on the programme itself."""

    late: list[Late]
    holders: list[Holder]
    waiting: int
    its_own: list[Turn]


def overview_of(programme: Programme) -> Overview:
    """The open moves on whatever belongs to `programme`: one query, however much is open."""
    turns = list(_open_turns(programme).select_related("holder", "stand_in"))
    return Overview(
        late=_by_duty(turn for turn in turns if turn.is_late),
        holders=_by_holder(turns),
        waiting=len({(turn.about_type_id, turn.about_id, turn.key) for turn in turns}),
        its_own=[turn for turn in turns if _is_about(turn, programme)],
    )


def late_in(programme: Programme) -> QuerySet[Turn]:
    """The open moves of `programme` whose day has passed, the longest overdue first."""
    late: QuerySet[Turn] = _open_turns(programme).late()
    return late


def listed(turns: QuerySet[Turn]) -> list[Waiting]:
    """`turns` as rows with their objects: a query for each kind of object."""
    return rows(with_objects(turns))


def _is_about(turn: Turn, programme: Programme) -> bool:
    return turn.about_id == programme.pk and turn.about_type_id == type_of(programme).pk


def _open_turns(programme: Programme) -> Any:
    return Turn.objects.within(programme).order_by(F("due_at").asc(nulls_last=True), "pk")


def _by_duty(late: Iterable[Turn]) -> list[Late]:
    objects: dict[tuple[int, str], set[int]] = defaultdict(set)
    first: dict[tuple[int, str], datetime] = {}
    for turn in late:
        duty = turn.about_type_id, turn.key
        objects[duty].add(turn.about_id)
        if turn.due_at:
            first.setdefault(duty, turn.due_at)
    return [Late(_does(*duty), len(objects[duty]), due) for duty, due in first.items()]


def _does(type_id: int, key: str) -> str:
    return does_of(ContentType.objects.get_for_id(type_id).model_class(), key)


def _by_holder(turns: list[Turn]) -> list[Holder]:
    waiting = Counter(holder_name(turn) for turn in turns)
    late = Counter(holder_name(turn) for turn in turns if turn.is_late)
    found = [Holder(name, number, late[name]) for name, number in sorted(waiting.items())]
    return sorted(found, key=lambda holder: (-holder.late, -holder.waiting, holder.name))
