"""What anybody can join today: open calls, recruiting editions and visits, announced events."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.models import Event, StudyVisit
from grants.models import Call
from mentoring.models import Edition


@dataclass(frozen=True)
class Chance:
    """One thing to join: its kind and title, where to read on, and the instant that matters.

    `when_says` tells what that instant is: the end of applications, or the beginning.
    """

    kind: Any
    title: str
    url: str
    when_says: Any
    when: datetime
    place: str


@dataclass(frozen=True)
class Source:
    """Where a kind of chance comes from: its rows, and the field of the instant that matters."""

    rows: Callable[[], QuerySet[Any]]
    kind: Any
    when_says: Any
    field: str


UNTIL = pgettext_lazy("chance", "applications until")
ON = pgettext_lazy("chance", "starts")

SOURCES = (
    Source(Call.objects.taking_applications, _("Call for applications"), UNTIL, "closes_at"),
    Source(Edition.objects.recruiting, _("Mentoring"), UNTIL, "recruits_until"),
    Source(StudyVisit.objects.recruiting, _("Study visit"), UNTIL, "closes_at"),
    Source(Event.objects.upcoming, _("Event"), ON, "starts_at"),
)


def open_now(programme: Any = None) -> list[Chance]:
    """List what can be joined now, the nearest instant first; in one programme or, without it, in all.

    Costs one query per kind, however many there are.
    """
    chances = [chance for source in SOURCES for chance in _chances(source, programme)]
    return sorted(chances, key=lambda chance: chance.when)


def _chances(source: Source, programme: Any) -> Iterator[Chance]:
    rows = source.rows()
    if programme is not None:
        rows = rows.filter(activity__programme=programme)
    for row in rows:
        yield Chance(
            source.kind,
            row.title_line,
            row.get_public_url(),
            source.when_says,
            getattr(row, source.field),
            getattr(row, "place", ""),
        )
