"""The parts in which a grant is paid out."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from finance.models import PaymentOrder
from finance.money import AmountField
from grants.rules.agreement import later

from .agreement import Agreement
from .costs import PlannedTranche, when_paid


class Tranche(models.Model):
    """One part of a grant, in the agreement's currency; its transfer is planned once its condition is met."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="tranches")
    position = models.PositiveSmallIntegerField(_("order"))
    amount = AmountField(_("amount"))
    condition = models.CharField(_("is paid"), max_length=10, choices=PlannedTranche.Condition)
    days = models.PositiveSmallIntegerField(_("days to pay it"), default=14)
    not_before = models.DateField(_("not before"), null=True, blank=True)
    payment = models.OneToOneField(
        PaymentOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="tranche"
    )

    class Meta:
        verbose_name = _("tranche")
        verbose_name_plural = _("tranches")
        ordering = ["agreement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "position"], name="tranche_position_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="tranche_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.get_condition_display()}"

    def get_absolute_url(self) -> str:
        """It stands on the agreement's page."""
        return f"{self.agreement.get_absolute_url()}#tranches"

    @property
    def when(self) -> str:
        """On what it is paid, and within how many days of that."""
        return when_paid(self)

    def due_on(self, met_on: date) -> date:
        """By when it is paid if its condition is met on `met_on`: its days count from its own day where that is later."""
        return later(max(met_on, self.not_before or met_on), self.days)
