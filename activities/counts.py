"""What this room counts, and who it knows to have been present."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from programmes.counts import Part, Scope, attach
from programmes.presences import Presence, register

from .models import Attendance, Event, StudyVisit


def events_held(scope: Scope) -> models.QuerySet[Any]:
    """Events that took place, by the day they began."""
    return scope.within(Event.objects.held(), "starts_at__date").order_by("starts_at", "pk")


def visits_held(scope: Scope) -> models.QuerySet[Any]:
    """Study visits that took place, by the day they began."""
    return scope.within(StudyVisit.objects.held(), "starts_at__date").order_by("starts_at", "pk")


def persons_per_event(scope: Scope) -> list[Part]:
    """Each event with the number of persons marked present on a day at least."""
    there = Count(
        "registrations__person", filter=Q(registrations__attendances__present=True), distinct=True
    )
    return [
        Part(event.title, event.persons, event)
        for event in events_held(scope).annotate(persons=there)
    ]


def presences_of(scope: Scope) -> models.QuerySet[Any]:
    """Ticks on attendance lists; each knows its `activity`."""
    ticks = Attendance.objects.filter(present=True).select_related("registration__person")
    activity = Coalesce("registration__event__activity", "registration__visit__activity")
    programme = Q(registration__event__activity__programme=scope.programme) | Q(
        registration__visit__activity__programme=scope.programme
    )
    ticks = ticks.filter(programme).annotate(activity=activity)
    if scope.activities is not None:
        ticks = ticks.filter(activity__in=[each.pk for each in scope.activities])
    if scope.since:
        ticks = ticks.filter(day__gte=scope.since)
    if scope.until:
        ticks = ticks.filter(day__lte=scope.until)
    return ticks


attach("events_held", rows=events_held)
attach("study_visits_held", rows=visits_held)
attach("distinct_persons_per_event", rows=events_held, parts=persons_per_event)
register(Presence("attendance", rows=presences_of, person="registration__person", day="day"))
