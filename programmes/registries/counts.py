"""What can be counted, by name: all names are listed here, rooms attach how to count them.

An indicator names one of these counts. An unlisted name is refused; a listed one that no room
serves yet says so instead of showing a figure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflows.registry import Registry

if TYPE_CHECKING:
    from programmes.models import Activity, Programme

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to count: one programme, some of its activities (None: all), from day to day (None: open).

    `known` is shared by the scopes of one pass over a programme's figures: what one count has looked
    up, the next need not ask for again. It lives as long as the pass.
    """

    programme: Programme
    activities: tuple[Activity, ...] | None = None
    since: date | None = None
    until: date | None = None
    known: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def within(
        self, rows: models.QuerySet[Any], day: str, activity: str = "activity"
    ) -> models.QuerySet[Any]:
        """`rows` of this programme and its chosen activities whose date field `day` lies in the scope.

        `activity` is the path to the activity; where `day` is a datetime field, pass "held_at__date".
        """
        rows = rows.filter(**{f"{activity}__programme": self.programme})
        if self.activities is not None:
            rows = rows.filter(**{f"{activity}__in": self.activities})
        if self.since:
            rows = rows.filter(**{f"{day}__gte": self.since})
        if self.until:
            rows = rows.filter(**{f"{day}__lte": self.until})
        return rows


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a count that has no single sum, such as the persons at one event."""

    label: str
    number: Decimal | int
    obj: models.Model


Number = Callable[[Scope], Decimal | int | None]
Rows = Callable[[Scope], models.QuerySet[Any]]
Parts = Callable[[Scope], list[Part]]


@dataclass
class Count:
    """`says` tells exactly what is counted; `number` and `rows` agree: what is counted is what is listed.

    `parts` stands in place of `number` where no single sum makes sense. All are None while unserved.
    A `plain` number is how many rows there are, so that many can be counted by one query.
    `number` gives None when there is nothing to reckon from (a share of nobody).
    """

    name: str
    label: Words
    says: Words
    unit: Words
    number: Number | None = None
    rows: Rows | None = None
    parts: Parts | None = None
    plain: bool = False

    @property
    def served(self) -> bool:
        """Whether a room counts this."""
        return self.rows is not None


counts: Registry[Count] = Registry("programmes.counts")

PERSONS = pgettext_lazy("unit", "persons")
EVENTS = _("events")
VISITS = _("visits")
LOCAL_GOVERNMENTS = _("local governments")
GRANTS = _("grants")
PERCENT = _("percent")

_LISTED: list[tuple[str, Words, Words, Words]] = [
    (
        "events_held",
        _("Events held"),
        _("Events that took place, by the day they began. Cancelled and future ones are left out."),
        EVENTS,
    ),
    (
        "distinct_persons_per_event",
        _("Persons at each event"),
        _(
            "For each event that took place, the persons marked present, each once. There is no sum over events."
        ),
        PERSONS,
    ),
    (
        "study_visits_held",
        _("Study visits held"),
        _(
            "Study visits that took place, by the day they began. Cancelled and future ones are left out."
        ),
        VISITS,
    ),
    (
        "distinct_participants",
        _("Persons taking part"),
        _(
            "Persons who were present at something the programme did, each once, however often they came."
        ),
        PERSONS,
    ),
    (
        "returning_participants_share",
        _("Share of persons who came back"),
        _(
            "Of the persons present, the percent who had been present on an earlier day in this programme."
        ),
        PERCENT,
    ),
    (
        "persons_engaged_over_six_months",
        _("Persons engaged for more than half a year"),
        _(
            "Persons whose first and latest presence in the programme lie more than six months apart, each once."
        ),
        PERSONS,
    ),
    (
        "distinct_mentees_completed",
        _("Mentees who carried an action out"),
        _(
            "Persons whose pairing with a mentor was completed with every required milestone approved, each once."
        ),
        PERSONS,
    ),
    (
        "grants_settled",
        _("Grants settled"),
        _("Grant agreements whose final settlement was accepted, by the day it was accepted."),
        GRANTS,
    ),
    (
        "distinct_local_governments_in_dialogues",
        _("Local governments with a public dialogue"),
        _(
            "Local governments in which a public dialogue was held, each once, however many dialogues it had."
        ),
        LOCAL_GOVERNMENTS,
    ),
    (
        "distinct_local_governments_in_model_tests",
        _("Local governments testing the model"),
        _("Local governments in which a test of the participation model was finished, each once."),
        LOCAL_GOVERNMENTS,
    ),
    (
        "distinct_local_governments_with_adopted_model",
        _("Local governments with an adopted model"),
        _("Local governments that adopted their model document, each once."),
        LOCAL_GOVERNMENTS,
    ),
    (
        "distinct_local_governments_in_supervision",
        _("Local governments under supervision"),
        _("Local governments that had at least one supervision session, each once."),
        LOCAL_GOVERNMENTS,
    ),
]
for _name, _label, _says, _unit in _LISTED:
    counts.add(_name, Count(_name, _label, _says, _unit))


def attach(
    name: str, *, rows: Rows, number: Number | None = None, parts: Parts | None = None
) -> Count:
    """Serve the listed count `name`; ImproperlyConfigured for an unlisted or already served one.

    Without `number` and `parts` the number is how many `rows` there are.
    """
    count = counts.get(name)
    if count is None:
        raise ImproperlyConfigured(f"programmes.counts: “{name}” is not a listed count.")
    if count.rows not in (None, rows):
        raise ImproperlyConfigured(f"programmes.counts: “{name}” is served twice.")
    count.plain = number is None and parts is None
    count.number = (lambda scope: rows(scope).count()) if count.plain else number
    count.rows, count.parts = rows, parts
    return count


def count_choices() -> list[tuple[str, Words]]:
    """All counts, for forms."""
    return [(count.name, count.label) for count in counts]


def validate_count(name: str) -> None:
    """Refuse a count that is not listed."""
    if name not in counts:
        raise ValidationError(
            _("“%(name)s” is not something Tandem can count."), params={"name": name}
        )
