"""The table in which staff ask assessors, as it is drawn: rows of boxes, the load, the topics in common."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from grants.actions.desk import Desk
from grants.models import Application, Assessment
from grants.rules.third import third_reasons
from grants.rules.topics import known_in_words
from people.models import User

Ticked = Mapping[int, Collection[int]]


@dataclass(frozen=True)
class Box:
    """One assessor in the row of one application: asked already, free, or kept from it by a reason; topics in common."""

    assessor: User
    name: str
    checked: bool
    reasons: str
    assessment: Assessment | None
    on_reserve: bool
    common: list[str]
    has_said: bool  # which topics they know

    @property
    def has_it(self) -> bool:
        """Asked already and still in it, or ticked."""
        return self.checked and not self.reasons


@dataclass(frozen=True)
class BoxRow:
    """One application with its assessors."""

    application: Application
    boxes: list[Box]
    asked: int
    third: list[str]
    came_back: list[Assessment]
    proposes: bool
    topics: list[str]

    @property
    def strangers(self) -> list[Box]:
        """Those who have it, or are ticked, and said what they know: no topic in common with it."""
        return [one for one in self.told if not one.common]

    @property
    def told(self) -> list[Box]:
        """Those who have it, or are ticked, and said what they know; nobody where it names no topic."""
        return [one for one in self.boxes if self.topics and one.has_it and one.has_said]


@dataclass(frozen=True)
class Holder:
    """One assessor: what they have, what they would get, what they know."""

    assessor: User
    has: int
    more: int
    on_reserve: bool
    topics: str

    @property
    def total(self) -> int:
        """With what they would get."""
        return self.has + self.more


@dataclass
class Table:
    """The table as one page shows it. `ticked` maps an application (key) to the assessors (keys) to be asked.

    `shown` are the applications (keys) of the page; None for all that lie on the desk.
    """

    desk: Desk
    ticked: Ticked
    shown: Collection[int] | None = None

    @cached_property
    def rows(self) -> list[BoxRow]:
        """One for each application of the page, by number."""
        return [
            _row(self.desk, one, self.ticked.get(one.pk, ()))
            for one in self.desk.applications
            if self.shown is None or one.pk in self.shown
        ]

    @cached_property
    def load(self) -> list[Holder]:
        """One for each assessor, by name."""
        return [
            Holder(
                one,
                self.desk.load[one.pk],
                sum(one.pk in keys for keys in self.ticked.values()),
                one.pk in self.desk.reserves,
                known_in_words(self.desk.known.get(one.pk), self.desk.topics),
            )
            for one in self.desk.assessors
        ]

    @property
    def spread(self) -> int:
        """By how many applications the load of assessors differs, those on the reserve left out."""
        totals = [one.total for one in self.load if not one.on_reserve]
        return max(totals, default=0) - min(totals, default=0)

    @property
    def pairs(self) -> list[Box]:
        """Everybody who said what they know and has, or would get, an application of the page that names topics."""
        return [box for row in self.rows for box in row.told]

    @property
    def nobody_said(self) -> bool:
        """Whether no assessor has said yet which topics they know."""
        return not self.desk.known

    @property
    def matched(self) -> int:
        """How many of these have a topic in common with it."""
        return sum(bool(box.common) for box in self.pairs)


def _row(desk: Desk, application: Application, ticked: Collection[int]) -> BoxRow:
    return BoxRow(
        application,
        _boxes(desk, application, ticked),
        len(desk.live_of(application)) + len(ticked),
        third_reasons(application),
        [one for one in desk.asked[application.pk] if one.state in {"recused", "declined"}],
        bool(ticked),
        desk.labels(desk.named.get(application.pk, ())),
    )


def _boxes(desk: Desk, application: Application, ticked: Collection[int]) -> list[Box]:
    standing = {one.assessor_id: one for one in desk.live_of(application)}
    gone = {
        one.assessor_id: one
        for one in desk.asked[application.pk]
        if one.assessor_id not in standing
    }
    return [
        Box(
            assessor=one,
            name=f"{application.pk}:{one.pk}",
            checked=one.pk in standing or one.pk in ticked,
            reasons="" if one.pk in standing else _why_not(desk, one, application),
            assessment=standing.get(one.pk) or gone.get(one.pk),
            on_reserve=one.pk in desk.reserves,
            common=desk.in_common(one.pk, application.pk),
            has_said=one.pk in desk.known,
        )
        for one in desk.assessors
    ]


def _why_not(desk: Desk, assessor: User, application: Application) -> str:
    """What keeps `assessor` from `application`; a tie would name the applicant where that must not be."""
    if application.is_nameless and (assessor.pk, application.pk) in desk.conflicts:
        return _("tied to the applicant")
    return "; ".join(desk.why_not(assessor, application))
