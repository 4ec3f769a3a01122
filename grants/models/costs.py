"""What a call says about money spent: categories of costs with their caps, rates of work, tranches."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from finance.money import AmountField, Money

from .terms.percent import PercentField


class CostCategory(models.Model):
    """A category of costs. A cap is a percentage of the grant, an amount, or both: then the lower one holds."""

    call = models.ForeignKey(
        "grants.Call", on_delete=models.CASCADE, related_name="cost_categories"
    )
    key = models.SlugField(max_length=60)
    title = models.CharField(_("category of costs"), max_length=200)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    cap_percent = PercentField(_("at most percent of the grant"), null=True, blank=True)
    cap_amount = AmountField(_("at most"), null=True, blank=True)

    class Meta:
        verbose_name = _("category of costs")
        verbose_name_plural = _("categories of costs")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "key"], name="cost_category_once_in_a_call")
        ]

    def __str__(self) -> str:
        return self.title

    def cap_of(self, grant: Decimal) -> Decimal | None:
        """The most of a `grant` that this category may take, to the grosz; None where there is no cap."""
        caps = [self.cap_amount] if self.cap_amount is not None else []
        if self.cap_percent is not None:
            caps.append(Money(grant * self.cap_percent / 100, self.call.currency).amount)
        return min(caps) if caps else None


class WorkRate(models.Model):
    """What an hour of one kind of volunteer work counts as own contribution."""

    call = models.ForeignKey("grants.Call", on_delete=models.CASCADE, related_name="work_rates")
    key = models.SlugField(max_length=60)
    title = models.CharField(_("kind of work"), max_length=200)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    rate = AmountField(_("for an hour"))

    class Meta:
        verbose_name = _("rate of work")
        verbose_name_plural = _("rates of work")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "key"], name="work_rate_once_in_a_call")
        ]

    def __str__(self) -> str:
        return self.title


class PlannedTranche(models.Model):
    """One part in which a grant is paid. A call without any pays everything once the agreement is signed."""

    class Condition(models.TextChoices):
        SIGNED = "signed", pgettext_lazy("tranche", "once the agreement is signed")
        INTERIM = "interim", pgettext_lazy("tranche", "once the interim report is accepted")
        FINAL = "final", pgettext_lazy("tranche", "once the final report is accepted")

    call = models.ForeignKey("grants.Call", on_delete=models.CASCADE, related_name="tranches")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    percent = PercentField(_("percent of the grant"))
    condition = models.CharField(_("is paid"), max_length=10, choices=Condition, default="signed")
    days = models.PositiveSmallIntegerField(
        _("days to pay it"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )
    not_before = models.DateField(_("not before"), null=True, blank=True)

    class Meta:
        verbose_name = _("tranche")
        verbose_name_plural = _("tranches")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.percent}% {self.get_condition_display()}"

    @property
    def when(self) -> str:
        """On what it is paid, and within how many days of that."""
        return when_paid(self)


def when_paid(part: Any) -> str:
    """When a planned or agreed tranche is paid: its condition, its own day where it has one, its days."""
    condition = part.get_condition_display()
    if part.not_before:
        condition = _("%(condition)s, not before %(day)s") % {
            "condition": condition,
            "day": date_format(part.not_before),
        }
    return ngettext(
        "%(condition)s, within %(days)d day", "%(condition)s, within %(days)d days", part.days
    ) % {"condition": condition, "days": part.days}
