"""„Czeka na mnie”: what waits for a person, by name and by role, the late first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import (
    Case,
    Count,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)
from django.utils.translation import gettext as _

from . import clock
from .lifecycle import Lifecycle
from .models import Message, Turn
from .models.link import Link
from .whereabouts import category_of, holder_name, owed
from .workdays import end_of_day

FOLDED_FROM = 3  # so many alike moves on one object stand in one line
FAR = ("later", "whenever")
AT_ONCE = 200  # things on a page; alike ones are folded, so that it stays short
KINDS_AT_ONCE = 8  # each kind of thing on the page costs a query


@dataclass(frozen=True)
class Waiting:
    """One row of the list."""

    title: str
    reference: str
    does: str
    url: str
    due: datetime | None
    late: bool
    category: str
    label: str
    by_role: str
    who: str
    since: datetime
    under: Under

    @property
    def short(self) -> str:
        """The title without what it belongs to, for rows that stand under it."""
        return self.title.removesuffix(f" · {self.under.title}")


@dataclass(frozen=True)
class Under:
    """What a thing belongs to: the visit of a place, the call of an application."""

    kind: str
    pk: int
    title: str
    url: str


@dataclass(frozen=True)
class Line:
    """A line of the list: one thing to do, or alike things under one object, the soonest first."""

    rows: tuple[Waiting, ...]

    @property
    def first(self) -> Waiting:
        return self.rows[0]

    @property
    def is_folded(self) -> bool:
        return len(self.rows) > 1


@dataclass(frozen=True)
class Group:
    """What is due about the same time: how many things, on which page the first of them stands.

    A closed group is only counted and opens at an address; `turns` are those of an open one that stand on this page.
    """

    key: str
    heading: str
    count: int
    page: int
    is_open: bool = True
    turns: tuple[Turn, ...] = ()

    @cached_property
    def rows(self) -> list[Waiting]:
        """Its turns as rows, once their objects are fetched."""
        return rows(self.turns)

    @property
    def lines(self) -> list[Line]:
        """The rows, with FOLDED_FROM or more alike ones in one line that opens to them."""
        alike: dict[tuple[str, Under, str], list[Waiting]] = {}
        for row in self.rows:
            alike.setdefault((row.does, row.under, row.by_role), []).append(row)
        lines = [line for found in alike.values() for line in _lines(found)]
        place = {id(row): n for n, row in enumerate(self.rows)}
        return sorted(lines, key=lambda line: place[id(line.first)])

    @property
    def is_far(self) -> bool:
        """Nothing here presses: it is drawn more quietly."""
        return self.key in FAR


def _lines(alike: list[Waiting]) -> list[Line]:
    if len(alike) >= FOLDED_FROM:
        return [Line(tuple(alike))]
    return [Line((row,)) for row in alike]


def waiting(user: Any) -> QuerySet[Turn]:
    """The open moves of `user`, soonest due first, those without a day last."""
    return Turn.objects.waiting_for(user).order_by(F("due_at").asc(nulls_last=True), "since", "pk")


def count_waiting(user: Any) -> int:
    """How many things wait for `user`; what waits twice (by name and by role) counts once."""
    return waiting(user).order_by().values("about_type", "about_id", "key").distinct().count()


def lifecycle_models() -> list[type[Lifecycle]]:
    """Every model with a lifecycle, in the order of the rooms."""
    return [model for model in apps.get_models() if issubclass(model, Lifecycle)]


def things_waiting(user: Any) -> Any:
    """What waits for `user`, in the order of `waiting` and with the `group` of each; what waits twice stands here once."""
    same = {name: OuterRef(name) for name in ("about_type", "about_id", "key")}
    soonest = waiting(user).filter(**same).values("pk")[:1]
    return waiting(user).filter(pk=Subquery(soonest)).annotate(group=_group())


def fetch_objects(links: Iterable[Link | Message]) -> None:
    """Fetch what each of `links` is about, one query a kind of object."""
    querysets = [
        model._base_manager.select_related(*model.inbox_related)
        if model.inbox_related
        else model._base_manager.all()
        for model in lifecycle_models()
    ]
    prefetch_related_objects(list(links), GenericPrefetch("about", querysets))


def with_objects(turns: QuerySet[Turn]) -> list[Turn]:
    """`turns` with their holders and objects."""
    found = list(turns.select_related("holder", "stand_in"))
    fetch_objects(found)
    return found


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
        title=_title(obj, turn),
        reference=str(obj.reference),
        does=owed(obj, turn),
        url=obj.get_absolute_url(),
        due=turn.due_at,
        late=turn.is_late,
        category=category,
        label=label,
        by_role="" if turn.holder_id else holder_name(turn),
        who=holder_name(turn),
        since=turn.since,
        under=_under(obj),
    )


def _title(obj: Any, turn: Turn) -> str:
    """The title without the holder's own name: people know who they are."""
    parts = str(obj.title_line).split(" · ")
    others = [part for part in parts if part != str(turn.holder)]
    return " · ".join(others or parts)


def _under(obj: Any) -> Under:
    over = obj.belongs_to
    return Under(over._meta.label_lower, over.pk, str(over.title_line), over.get_absolute_url())


@dataclass(frozen=True)
class Waits:
    """What waits for somebody: all of it counted in `groups`, and `things`, those of the open groups in their order."""

    groups: list[Group]
    things: Any


def what_waits(user: Any, *, far: str = "") -> Waits:
    """What waits for `user`: late, today, within seven days, later, without a day. Empty groups are left out.

    What presses is always open. What is far is open as long as the pages then hold things of no
    more than KINDS_AT_ONCE kinds; `far` names the one far group to open instead. One query, which brings
    the things too where a page holds them all; beyond that they are counted by one more.
    """
    waiting_now = things_waiting(user).select_related("holder", "stand_in")
    first = list(waiting_now[: AT_ONCE + 1])
    if len(first) <= AT_ONCE:
        groups = _grouped(Counter((turn.group, turn.about_type_id) for turn in first), far)
        keys = {group.key for group in groups if group.is_open}
        return Waits(groups, [turn for turn in first if turn.group in keys])
    kinds = waiting_now.order_by().values_list("group", "about_type").annotate(number=Count("pk"))
    groups = _grouped({(key, kind): number for key, kind, number in kinds}, far)
    keys = {group.key for group in groups if group.is_open}
    return Waits(groups, waiting_now.filter(group__in=keys))


def _grouped(counted: Mapping[tuple[str, int], int], far: str) -> list[Group]:
    """The groups of what was `counted` by group and kind of object."""
    headings = {
        "late": _("Late"),
        "today": _("Today"),
        "week": _("Within seven days"),
        "later": _("Later"),
        "whenever": _("Without a date"),
    }
    numbers: dict[str, dict[int, int]] = {key: {} for key in headings}
    for (key, kind), number in counted.items():
        numbers[key][kind] = number
    chosen = far if numbers.get(far) else ""
    groups, kinds, before = [], set[int](), 0
    for key, found in numbers.items():
        if found:
            more = kinds | found.keys()
            is_near = key not in FAR
            is_open = is_near or (key == chosen if chosen else len(more) <= KINDS_AT_ONCE)
            count = sum(found.values())
            groups.append(Group(key, headings[key], count, before // AT_ONCE + 1, is_open))
            kinds = more if is_open else kinds
            before += count if is_open else 0
    return groups


def on_page(groups: Iterable[Group], turns: Iterable[Any]) -> list[Group]:
    """The groups that stand on a page with these `turns` of `things_waiting`, and the closed ones."""
    here: dict[str, list[Turn]] = {}
    for turn in turns:
        here.setdefault(turn.group, []).append(turn)
    return [
        replace(group, turns=tuple(here.get(group.key, ())))
        for group in groups
        if group.key in here or not group.is_open
    ]


def _group() -> Case:
    """The group of a turn, by its day in Warsaw."""
    tomorrow, after_a_week = (
        end_of_day(clock.today() + timedelta(days=days)) + timedelta(seconds=1) for days in (0, 7)
    )
    return Case(
        When(due_at__isnull=True, then=Value("whenever")),
        When(due_at__lt=clock.now(), then=Value("late")),
        When(due_at__lt=tomorrow, then=Value("today")),
        When(due_at__lt=after_a_week, then=Value("week")),
        default=Value("later"),
    )
