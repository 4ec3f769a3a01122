"""What events and study visits have in common: a time, a place, and room for so many people."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows import clock
from workflows.lifecycle import Lifecycle

if TYPE_CHECKING:
    from activities.querysets import RegistrationQuerySet
    from programmes.models import Programme


class Gathering(Lifecycle):
    """Abstract: people come together on some days in some place. The state stands on the concrete models."""

    activity = models.ForeignKey(
        "programmes.Activity",
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        verbose_name=_("activity"),
    )
    code = models.SlugField(_("address on the site"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    place = models.CharField(_("place"), max_length=160)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    capacity = models.PositiveIntegerField(_("places"))
    apply_until = models.DateTimeField(_("applications until"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_starts", condition=Q(ends_at__gte=F("starts_at"))
            ),
            models.CheckConstraint(name="%(class)s_has_room", condition=Q(capacity__gte=1)),
        ]

    def __str__(self) -> str:
        return self.title

    registrations: RegistrationQuerySet

    @property
    def title_line(self) -> str:
        return self.title

    @property
    def programme(self) -> Programme:
        return self.activity.programme

    def role_scopes(self) -> list[models.Model]:
        return [self, self.programme]

    @property
    def closes_at(self) -> datetime:
        """The last instant for an application: the deadline, else the beginning."""
        return self.apply_until or self.starts_at

    @property
    def takes_applications(self) -> bool:
        """Whether its state lets people apply (deadline and places are separate facts)."""
        raise NotImplementedError

    @cached_property
    def days(self) -> list[date]:
        """The days it lasts, in Europe/Warsaw."""
        first, last = (
            timezone.localtime(moment).date() for moment in (self.starts_at, self.ends_at)
        )
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]

    def past_days(self) -> list[date]:
        """The days that have begun: those one may take attendance for."""
        return [day for day in self.days if day <= clock.today()]

    def awaits_attendance(self) -> bool:
        """Tell whether a day that has begun still lacks somebody's mark."""
        begun = self.past_days()
        return bool(begun) and not set(begun).isdisjoint(self.days_without_attendance())

    def free_places(self) -> int:
        """Places nobody holds yet; never below zero (one query unless the count came with the row)."""
        taken = getattr(self, "taken_count", None)
        if taken is None:
            taken = self.registrations.taking_a_place().count()
        return max(self.capacity - taken, 0)

    def days_without_attendance(self) -> list[date]:
        """Days for which somebody who holds a place is neither marked present nor absent (two queries)."""
        expected = self.registrations.taking_a_place().count()
        marked = dict(
            self.registrations.taking_a_place()
            .filter(attendances__isnull=False)
            .values_list("attendances__day")
            .annotate(models.Count("pk"))
        )
        return [day for day in self.days if marked.get(day, 0) < expected]
