"""Hours that a mentor worked in projects Tandem does not know: stated by the mentor, counted to the month."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from finance.models.work import span_of

from .edition import MOST_A_MONTH


class OutsideHours(models.Model):
    """Minutes of a person in one month for a project elsewhere; with `day` and `begins` they are one stretch of time."""

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="outside_hours", verbose_name=_("person")
    )
    month = models.DateField(_("month"))
    project = models.CharField(_("project"), max_length=200)
    minutes = models.PositiveIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(60 * MOST_A_MONTH)]
    )
    day = models.DateField(_("day"), null=True, blank=True)
    begins = models.TimeField(_("from"), null=True, blank=True)
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    stated_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("hours in another project")
        verbose_name_plural = _("hours in other projects")
        ordering = ("month", "day", "begins", "pk")

    def __str__(self) -> str:
        return self.project

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """From when to when, in local time; None where only the sum of the month is known."""
        return span_of(self.day, self.begins, self.minutes) if self.day else None

    @property
    def ends(self) -> time | None:
        """When the stretch ended; None where only the sum of the month is known."""
        span = self.span
        return span[1].time() if span else None


def stated_minutes(person_id: int, day: date) -> int:
    """Minutes that a person states for projects elsewhere in the month of `day`."""
    rows: Any = OutsideHours.objects.filter(person=person_id, month=day.replace(day=1))
    return sum(rows.values_list("minutes", flat=True))


def stated_around(person: Any, day: date) -> list[OutsideHours]:
    """The stretches of time stated for projects elsewhere that may reach into `day`."""
    beside = (day - timedelta(days=1), day + timedelta(days=1))
    return list(OutsideHours.objects.filter(person=person, day__range=beside))
