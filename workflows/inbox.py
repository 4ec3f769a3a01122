"""„Czeka na mnie”: what waits for a person, by name and by role, the late first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from . import clock
from .lifecycle import Lifecycle
from .models import Turn
from .whereabouts import category_of, holder_name, owed


@dataclass(frozen=True)
class Waiting:
    """One row of the list."""

    title: str
    code: str
    does: str
    url: str
    due: datetime | None
    late: bool
    category: str
    label: str
    by_role: str
    since: datetime


@dataclass(frozen=True)
class Group:
    """Rows that are due about the same time."""

    key: str
    heading: str
    rows: list[Waiting]


def waiting(user: Any) -> QuerySet[Turn]:
    """The open moves of `user`, soonest due first, those without a day last."""
    return Turn.objects.waiting_for(user).order_by(F("due_at").asc(nulls_last=True), "since", "pk")


def count_waiting(user: Any) -> int:
    """How many things wait for `user`; what waits twice (by name and by role) counts once."""
    return waiting(user).order_by().values("about_type", "about_id", "key").distinct().count()


def lifecycle_models() -> list[type[Lifecycle]]:
    """Every model with a lifecycle, in the order of the rooms."""
    return [model for model in apps.get_models() if issubclass(model, Lifecycle)]


def with_objects(turns: QuerySet[Turn]) -> QuerySet[Turn]:
    """`turns` with their objects fetched, one query a kind of object."""
    querysets = [
        model._base_manager.select_related(*model.inbox_related)
        if model.inbox_related
        else model._base_manager.all()
        for model in lifecycle_models()
    ]
    return turns.select_related("holder").prefetch_related(GenericPrefetch("about", querysets))


def rows(turns: Iterable[Turn]) -> list[Waiting]:
    """The turns as rows; each thing owed on an object once."""
    found: dict[tuple[int, int, str], Waiting] = {}
    for turn in turns:
        if turn.about is not None:
            found.setdefault((turn.about_type_id, turn.about_id, turn.key), _row(turn))
    return list(found.values())


def _row(turn: Turn) -> Waiting:
    obj: Any = turn.about
    category, label = category_of(obj)
    return Waiting(
        title=str(obj.title_line),
        code=str(getattr(obj, "code", "") or ""),
        does=owed(obj, turn),
        url=obj.get_absolute_url(),
        due=turn.due_at,
        late=turn.is_late,
        category=category,
        label=label,
        by_role="" if turn.holder_id else holder_name(turn),
        since=turn.since,
    )


def grouped(waiting_rows: Iterable[Waiting]) -> list[Group]:
    """The rows in groups: late, today, within seven days, later, without a day. Empty groups are left out."""
    headings = {
        "late": _("Late"),
        "today": _("Today"),
        "week": _("Within seven days"),
        "later": _("Later"),
        "whenever": _("Without a date"),
    }
    by_key: dict[str, list[Waiting]] = {key: [] for key in headings}
    for row in waiting_rows:
        by_key[_group_of(row)].append(row)
    return [Group(key, headings[key], found) for key, found in by_key.items() if found]


def _group_of(row: Waiting) -> str:
    if row.due is None:
        return "whenever"
    if row.late:
        return "late"
    day = timezone.localtime(row.due, timezone.get_default_timezone()).date()
    if day == clock.today():
        return "today"
    return "week" if day <= clock.today() + timedelta(days=7) else "later"
