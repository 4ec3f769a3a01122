"""What mentoring counts, and who it knows to have been present."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F

from people.models import Person
from programmes.counts import Scope, attach
from programmes.presences import Presence, register

from .models import Pairing, SessionLog


def mentees_completed(scope: Scope) -> models.QuerySet[Any]:
    """Persons whose pair was completed in the scope, each once; completing asks for every required milestone."""
    pairs = scope.within(Pairing.objects.in_state("completed"), "ended_on", "edition__activity")
    return Person.objects.filter(pk__in=pairs.values("mentee__person"))


def meetings_held(scope: Scope) -> models.QuerySet[Any]:
    """Meetings that both sides confirmed; each knows its `activity`."""
    logs = SessionLog.objects.in_state("confirmed").annotate(
        activity=F("pairing__edition__activity")
    )
    return scope.within(logs.with_pair(), "held_on", "pairing__edition__activity")


attach("distinct_mentees_completed", rows=mentees_completed)
register(
    Presence(
        "mentoring meetings", rows=meetings_held, person="pairing__mentee__person", day="held_on"
    )
)
