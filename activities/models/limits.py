"""How much may be spent on travel: every limit that holds for a visit or a person, and what is spent of it.

A limit counts approved costs and tickets that the organiser bought. Nothing else in Tandem adds them up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext

if TYPE_CHECKING:
    from .registration import Registration
    from .visit import StudyVisit


@dataclass(frozen=True)
class Limit:
    """The most that may be spent and what is spent of it, PLN; `whose` says in words of what."""

    whose: str
    most: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        """What may still be spent, never below zero."""
        return max(self.most - self.spent, Decimal(0))


def spent_on(places: models.QuerySet[Any]) -> Decimal:
    """What was spent on the travel of these `places`, PLN (two queries)."""
    granted = places.filter(travel_claim__state__in=("approved", "paid"))
    sums = (
        granted.aggregate(sum=models.Sum("travel_claim__accepted_amount"))["sum"],
        places.aggregate(sum=models.Sum("bought_tickets__amount"))["sum"],
    )
    return sum((each for each in sums if each is not None), Decimal(0))


def limits_over(visit: StudyVisit) -> list[Limit]:
    """The limits over everybody together: of the visit, of all visits of its activity and of its programme."""
    found = []
    if visit.travel_pool is not None:
        found.append(Limit(gettext("this visit"), visit.travel_pool, visit.spent_on_travel()))
    places = visit.registrations.model.objects.all()
    for whose, limit, within in _wider(visit):
        if limit.amount is not None:
            found.append(Limit(whose, limit.amount, spent_on(places.filter(within))))
    return found


def limits_for(place: Registration) -> list[Limit]:
    """The limits for one person: at this visit, and over all visits of its activity and of its programme.

    What is asked for at this visit itself is not counted as spent.
    """
    visit: Any = place.visit
    bought = sum((each.amount for each in place.bought_tickets.all()), Decimal(0))
    found = []
    if visit.travel_cap is not None:
        found.append(Limit(gettext("this visit"), visit.travel_cap, bought))
    elsewhere = type(place).objects.filter(person=place.person_id).exclude(pk=place.pk)
    for whose, limit, within in _wider(visit):
        if limit.per_person is not None:
            spent = bought + spent_on(elsewhere.filter(within))
            found.append(Limit(whose, limit.per_person, spent))
    return found


def _wider(visit: StudyVisit) -> Iterator[tuple[str, Any, models.Q]]:
    """What was set for more than this visit, narrower first: whose it is, the rule, the places it counts."""
    if visit.activity_id is None:
        return
    activity = visit.activity
    of_activity = getattr(activity, "travel_limit", None)
    of_programme = getattr(activity.programme, "travel_limit", None)
    if of_activity:
        of_it = models.Q(visit__activity=activity)
        yield gettext("all visits of the activity"), of_activity, of_it
    if of_programme:
        of_it = models.Q(visit__activity__programme=activity.programme_id)
        yield gettext("all visits of the programme"), of_programme, of_it
