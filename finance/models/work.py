"""Hours worked for a programme, paid or given."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.money import AmountField, Money
from finance.querysets import WorkEntryQuerySet
from programmes.models import Programme
from workflows.models.link import Link

DAY = 24 * 60


def span_of(day: date, begins: time | None, minutes: int) -> tuple[datetime, datetime] | None:
    """From when to when work took place, in local time; None when only its length is known."""
    if begins is None:
        return None
    start = datetime.combine(day, begins)
    return start, start + timedelta(minutes=minutes)


class WorkEntry(Link):
    """Minutes one person worked on one day, for what `about` names (a mentoring meeting, an event).

    All work of the installation stands here, so a person's entries never overlap.
    """

    class Way(models.TextChoices):
        PAID = "paid", pgettext_lazy("work", "paid")
        GIVEN = "given", pgettext_lazy("work", "given (volunteer)")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="work", verbose_name=_("programme")
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="work", verbose_name=_("person")
    )
    day = models.DateField(_("day"))
    begins = models.TimeField(_("from"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(DAY)]
    )
    way = models.CharField(_("paid or given"), max_length=5, choices=Way.choices)
    rate = AmountField(_("rate per hour"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="PLN")
    what = models.CharField(_("what was done"), max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    entered_at = models.DateTimeField(editable=False)

    objects = WorkEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("hours worked")
        verbose_name_plural = _("hours worked")
        ordering = ["day", "begins", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=DAY), name="work_entry_within_a_day"
            ),
        ]
        indexes = [models.Index(fields=["person", "day"])]

    def __str__(self) -> str:
        return f"{self.person}, {self.day.isoformat()}, {self.minutes} min"

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """From when to when, in local time, or None when only the length is known."""
        return span_of(self.day, self.begins, self.minutes)

    @property
    def value(self) -> Money | None:
        """Hours times rate, or None without a rate."""
        return (
            None
            if self.rate is None
            else Money(self.rate * self.minutes / Decimal(60), self.currency)
        )

    def role_scopes(self) -> list[models.Model]:
        """Whoever keeps the programme's money keeps this."""
        return [self.programme]
