"""Who was present when: each room contributes its facts, so that a person counts once over all rooms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from programmes.registries.counts import Scope
from workflows.registry import Registry


@dataclass(frozen=True)
class Presence:
    """Facts of one room.

    `rows(scope)` gives the records within the scope that prove somebody was there (attended, met,
    spoke); `person` and `day` are the paths from a record to the person and to the date.
    """

    name: str
    rows: Callable[[Scope], models.QuerySet[Any]]
    person: str = "person"
    day: str = "held_on"


presences: Registry[Presence] = Registry("programmes.presences")


def register(presence: Presence) -> Presence:
    """Contribute the facts of a room, once at start-up."""
    return presences.add(presence.name, presence)
