"""Which kinds of activity this room carries out."""

from __future__ import annotations

from django.urls import reverse

from programmes.kinds import attach
from programmes.models import Activity

from .models import Event, StudyVisit

EVENT_KINDS = ("event", "network_meeting", "workshop_cycle")


def events_of(activity: Activity) -> str:
    """Where the events of one activity are listed."""
    return f"{reverse('activities:events')}?activity={activity.pk}"


def visits_of(activity: Activity) -> str:
    """Where the study visits of one activity are listed."""
    return f"{reverse('activities:visits')}?activity={activity.pk}"


for _kind in EVENT_KINDS:
    attach(_kind, Event, events_of)
attach("study_visit", StudyVisit, visits_of)
