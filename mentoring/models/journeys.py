"""The study visits of an edition, and who of it is going or was there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import FilteredRelation, Q

from activities.models import Registration, StudyVisit
from activities.querysets import GIVEN_UP
from activities.rules import WAS_THERE
from workflows import clock

if TYPE_CHECKING:
    from .edition import Edition
    from .enrolment import Enrolment


@dataclass(frozen=True)
class Journey:
    """One visit of an edition with the places that some people hold or asked for there, by the key of the person."""

    visit: StudyVisit
    places: dict[int, Registration] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Whether a person is signed up for a visit, and how it stands."""

    visit: StudyVisit
    registration: Registration | None


@dataclass(frozen=True)
class Traveller:
    """A person of the edition and their place at each of its visits."""

    enrolment: Enrolment
    places: Sequence[Place]

    @property
    def attended(self) -> int:
        """At how many of them they were."""
        found = [each.registration for each in self.places]
        return sum(one is not None and one.state in WAS_THERE for one in found)


def journeys(edition: Edition, people: Collection[int]) -> list[Journey]:
    """The visits of `edition` in the order of their days, with the places of `people`; one query for any number."""
    # nobody has the key 0: a condition about nobody would leave the visits out too
    stands = Q(registrations__person__in=[*people, 0]) & ~Q(registrations__state__in=GIVEN_UP)
    rows: Any = edition.visits.annotate(taken=FilteredRelation("registrations", condition=stands))
    found: dict[int, Journey] = {}
    for visit in rows.select_related("taken").order_by("starts_at", "pk", "taken__pk"):
        journey = found.setdefault(visit.pk, Journey(visit))
        # a joined relation that found nothing leaves no attribute
        if place := getattr(visit, "taken", None):
            journey.places[place.person_id] = place
    return list(found.values())


def can_still_apply(visit: StudyVisit) -> bool:
    """Whether somebody may apply for a place there now."""
    return visit.takes_applications and clock.now() < visit.closes_at


def travellers(found: Sequence[Journey], enrolments: Iterable[Enrolment]) -> list[Traveller]:
    """The table of who was where: every mentee first, then mentors who go; visits are for mentees before all."""
    lines = [
        Traveller(each, [Place(one.visit, one.places.get(each.person_id)) for one in found])
        for each in enrolments
    ]
    mentees = [line for line in lines if line.enrolment.role == "mentee"]
    going = [line for line in lines if any(each.registration for each in line.places)]
    return [*mentees, *(line for line in going if line not in mentees)]
