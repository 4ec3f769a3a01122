"""What can be counted; and the counts of persons, which no single room can count alone.

A person counts once over all rooms: the rooms contribute who was present when
(`programmes.presences`), and the questions are asked here of all of it together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from people.models import Person
from programmes.periods import months_after
from programmes.registries.counts import Count, Part, Scope, attach, counts
from programmes.registries.presences import presences

__all__ = ["Count", "Part", "Scope", "attach", "counts"]

HALF_A_YEAR = 6  # months


def persons_present(scope: Scope) -> models.QuerySet[Any]:
    """Persons whom any room knows to have been present within the scope, each once."""
    there = Q(pk__in=[])
    for source in presences:
        there |= Q(pk__in=source.rows(scope).order_by().values(source.person))
    return Person.objects.filter(there)


def days_present(scope: Scope) -> dict[int, set[date]]:
    """For each person's key, the days on which any room knows them to have been present."""
    days: dict[int, set[date]] = defaultdict(set)
    for source in presences:
        for person, day in _facts(
            source.rows(scope).order_by().values_list(source.person, source.day)
        ):
            days[person].add(day)
    return days


def _facts(rows: Iterable[tuple[int | None, Any]]) -> Iterable[tuple[int, date]]:
    return ((person, day) for person, day in rows if person is not None and day is not None)


def _from_the_beginning(scope: Scope) -> Scope:
    return Scope(scope.programme, scope.activities, None, scope.until)


def _returning(scope: Scope) -> set[int]:
    """Keys of the persons present within the scope who had been present on an earlier day."""
    now, ever = days_present(scope), days_present(_from_the_beginning(scope))
    return {person for person, days in now.items() if min(ever[person]) < max(days)}


def persons_returning(scope: Scope) -> models.QuerySet[Any]:
    """The persons behind the share of those who came back."""
    return Person.objects.filter(pk__in=_returning(scope))


def share_returning(scope: Scope) -> Decimal | None:
    """Percent of the persons present who came back, to one tenth; None when nobody was present."""
    present = len(days_present(scope))
    if not present:
        return None
    return (Decimal(len(_returning(scope))) * 100 / present).quantize(
        Decimal("0.1"), rounding=ROUND_HALF_UP
    )


def persons_engaged(scope: Scope) -> models.QuerySet[Any]:
    """Persons whose first and latest presence, up to the end of the scope, are over six months apart."""
    days = days_present(_from_the_beginning(scope))
    long = [
        person for person, each in days.items() if max(each) > months_after(min(each), HALF_A_YEAR)
    ]
    return Person.objects.filter(pk__in=long)


attach("distinct_participants", rows=persons_present)
attach("returning_participants_share", rows=persons_returning, number=share_returning)
attach("persons_engaged_over_six_months", rows=persons_engaged)
