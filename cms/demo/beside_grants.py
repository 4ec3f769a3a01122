"""Help beside a grant: mentors for those whose projects the programme funds; one is offered already."""

from __future__ import annotations

from cms.demo.days import days_ago
from cms.demo.grants import Stage
from cms.demo.mentoring import Scene
from grants.models import Agreement
from grants.projects import project_of
from grants.rules.agreement import OVER
from mentoring.actions import offer_mentor
from programmes.models import Activity
from workflows import clock


def play(stage: Stage) -> None:
    """An edition in the programme of the grants, and a mentor offered to the applicant everybody logs in as."""
    programme = stage.activity.programme
    Activity.objects.create(
        programme=programme,
        kind="mentoring",
        code="mentoring",
        name_pl="Wsparcie mentorskie grantobiorców",
        name_en="Mentors for grantees",
    )
    scene = Scene(stage.cast, programme)
    edition = scene.edition(
        "mentoring-grants", "Mentoring dla grantobiorców", "Mentoring for grantees", 20, 200
    )
    carried = Agreement.objects.filter(application__author=stage.cast.applicants[0])
    for agreement in carried.exclude(state__in=OVER).order_by("pk")[:1]:
        project = project_of(agreement, scene.staff)
        if project is not None:
            with clock.at(days_ago(1)):
                offer_mentor(edition=edition, project=project, by=scene.staff, at=clock.now())
