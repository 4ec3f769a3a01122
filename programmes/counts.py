"""What can be counted; and the counts of persons, which no single room can count alone.

A person counts once over all rooms: the rooms contribute who was present when
(`programmes.presences`), and the questions are asked here of all of it together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import models
from django.db.models import Q, Subquery

from people.models import Person
from programmes.periods import months_after
from programmes.registries.counts import Count, Part, Scope, attach, counts
from programmes.registries.presences import presences

__all__ = ["Count", "Part", "Scope", "attach", "count_all", "counts"]

HALF_A_YEAR = 6  # months


def persons_present(scope: Scope) -> models.QuerySet[Any]:
    """Persons whom any room knows to have been present within the scope, each once."""
    there = Q(pk__in=[])
    for source in presences:
        there |= Q(pk__in=source.rows(scope).order_by().values(source.person))
    return Person.objects.filter(there)


def count_all(programme: models.Model, rows: Sequence[models.QuerySet[Any]]) -> list[int]:
    """How many rows each of `rows` has, all by one query."""
    if not rows:
        return []
    columns = [_Rows(each.order_by().values("pk")) for each in rows]
    found = type(programme)._base_manager.filter(pk=programme.pk).values_list(*columns)
    return list(found.get())


class _Rows(Subquery):
    """How many rows a query has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()


def days_present(scope: Scope) -> dict[int, set[date]]:
    """For each person's key, the days within the scope on which any room knows them to have been present."""
    return {
        person: within
        for person, days in _all_days(scope).items()
        if (within := {day for day in days if scope.since is None or day >= scope.since})
    }


def _all_days(scope: Scope) -> dict[int, set[date]]:
    """The same from the beginning up to the end of the scope: one query a pass, over all rooms."""
    chosen = None if scope.activities is None else tuple(each.pk for each in scope.activities)
    key = "days present", chosen, scope.until
    if key not in scope.known:
        whole = replace(scope, since=None)
        facts = [
            source.rows(whole).order_by().values_list(source.person, source.day)
            for source in presences
        ]
        days: dict[int, set[date]] = defaultdict(set)
        for person, day in facts[0].union(*facts[1:]) if facts else ():
            if person is not None and day is not None:
                days[person].add(day)
        scope.known[key] = dict(days)
    known: dict[int, set[date]] = scope.known[key]
    return known


def _returning(scope: Scope) -> set[int]:
    """Keys of the persons present within the scope who had been present on an earlier day."""
    now, ever = days_present(scope), _all_days(scope)
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
    long = [
        person
        for person, each in _all_days(scope).items()
        if max(each) > months_after(min(each), HALF_A_YEAR)
    ]
    return Person.objects.filter(pk__in=long)


attach("distinct_participants", rows=persons_present)
attach("returning_participants_share", rows=persons_returning, number=share_returning)
attach("persons_engaged_over_six_months", rows=persons_engaged)
