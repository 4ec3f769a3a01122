"""What of this room can be found: events and study visits, places at them, travel costs; never by what somebody needs or eats."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from activities.models import Event, Registration, StudyVisit, TravelClaim
from people.finding import Findable, Hit, findables

TITLES = ("title_pl__folded__contains", "title_en__folded__contains")


def _told(one: Any) -> Hit:
    return Hit(one.title, str(one.programme))


def _events(user: Any) -> Any:
    return Event.objects.visible_to(user).select_related("activity__programme")


def _visits(user: Any) -> Any:
    return StudyVisit.objects.visible_to(user).select_related("activity__programme")


def _places(user: Any) -> Any:
    return Registration.objects.visible_to(user).with_subjects()


def _claims(user: Any) -> Any:
    return TravelClaim.objects.visible_to(user).select_related(
        "registration__person", "registration__visit"
    )


def _whose(path: str) -> tuple[str, ...]:
    return f"{path}__given_name__folded__contains", f"{path}__family_name__folded__contains"


findables.add("activities.event", Findable(_("Events"), 76, _events, TITLES, _told))
findables.add("activities.visit", Findable(_("Study visits"), 78, _visits, TITLES, _told))
findables.add(
    "activities.place",
    Findable(
        _("Places at events and visits"),
        77,
        _places,
        _whose("person"),
        lambda place: Hit(str(place.person), str(place.subject)),
    ),
)
findables.add(
    "activities.claim",
    Findable(
        _("Travel costs"),
        79,
        _claims,
        _whose("registration__person"),
        lambda claim: Hit(str(claim), str(claim.visit)),
    ),
)
