"""What of this room can be found: events and study visits."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from activities.models import Event, StudyVisit
from people.finding import Findable, Hit, findables

TITLES = ("title_pl__folded__contains", "title_en__folded__contains")


def _told(one: Any) -> Hit:
    return Hit(one.title, str(one.programme))


def _events(user: Any) -> Any:
    return Event.objects.visible_to(user).select_related("activity__programme")


def _visits(user: Any) -> Any:
    return StudyVisit.objects.visible_to(user).select_related("activity__programme")


findables.add("activities.event", Findable(_("Events"), 76, _events, TITLES, _told))
findables.add("activities.visit", Findable(_("Study visits"), 78, _visits, TITLES, _told))
