"""Applicants of a study visit with points, ready to be chosen from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from activities.actions.selection import (
    give_places,
    points_of,
    ranked_applicants,
    score_applicant,
    written_order,
)
from activities.models import Registration, StudyVisit, VisitCriterion
from tests.factories.activities import make_registration, make_staff, make_visit
from workflows import clock


def make_criteria(visit: StudyVisit, *points: int) -> list[VisitCriterion]:
    """Criteria that give so many points each."""
    return [
        VisitCriterion.objects.create(
            visit=visit, position=place, name_pl=f"Kryterium {place + 1}", points=most
        )
        for place, most in enumerate(points or (10, 5))
    ]


def give_points(registration: Registration, *points: int, by: Any) -> None:
    """The points in the order of the criteria."""
    criteria = registration.subject.criteria.all()
    score_applicant(
        registration=registration,
        points={each.pk: number for each, number in zip(criteria, points, strict=True)},
        seen=points_of(registration),
        by=by,
    )


def make_scored_visit(*points: tuple[int, int], **fields: Any) -> tuple[StudyVisit, Any, list[Any]]:
    """A visit with an applicant for each pair of points, its staff, and the applications in order of arrival."""
    visit = make_visit(**fields)
    staff = make_staff(visit.programme)
    make_criteria(visit)
    applications = [make_registration(visit) for _ in points]
    for application, given in zip(applications, points, strict=True):
        give_points(application, *given, by=staff)
    return visit, staff, applications


def after_the_deadline(visit: StudyVisit) -> Any:
    """An hour after applications closed."""
    return visit.closes_at + timedelta(hours=1)


def choose_group(visit: StudyVisit, *, by: Any) -> tuple[int, int]:
    """Give the places down the list, an hour after applications closed."""
    at = after_the_deadline(visit)
    with clock.at(at):
        seen = written_order(ranked_applicants(visit))
        return give_places(visit=visit, seen=seen, by=by, at=at)
