"""What anybody can join today: open calls, recruiting editions and visits, announced events."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Chance:
    """One thing to join: what kind, its title, where to read on, and the instant that matters.

    `when_says` names that instant: applications until, or starts on.
    """

    kind: Any
    title: str
    url: str
    when_says: Any
    when: datetime | None
    place: str = ""


@dataclass(frozen=True)
class Source:
    """Where a kind of chance comes from: a model's queryset method and the field of its instant."""

    model: str
    method: str
    kind: Any
    when_says: Any
    field: str


UNTIL = pgettext_lazy("chance", "applications until")
ON = pgettext_lazy("chance", "on")

SOURCES = (
    Source("grants.Call", "open_to_public", _("Call for applications"), UNTIL, "closes_at"),
    Source("mentoring.Edition", "recruiting", _("Mentoring"), UNTIL, "closes_at"),
    Source("activities.StudyVisit", "recruiting", _("Study visit"), UNTIL, "closes_at"),
    Source("activities.Event", "upcoming", _("Event"), ON, "starts_at"),
)


def open_now(programme: Any = None) -> list[Chance]:
    """List what can be joined now, the nearest instant first; in one programme or, without it, in all.

    One query per kind.
    """
    return sorted(
        (chance for source in SOURCES for chance in _chances(source, programme)),
        key=lambda chance: (chance.when is None, chance.when),
    )


def _chances(source: Source, programme: Any) -> Iterator[Chance]:
    rows: QuerySet[Any] = getattr(apps.get_model(source.model).objects, source.method)()
    if programme is not None:
        rows = rows.filter(activity__programme=programme)
    for row in rows.select_related("activity"):
        yield Chance(
            source.kind,
            row.title_line,
            row.get_public_url(),
            source.when_says,
            getattr(row, source.field),
            str(getattr(row, "place", "") or ""),
        )
