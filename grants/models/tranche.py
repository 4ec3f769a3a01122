"""The parts in which a grant is paid out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from finance.models import PaymentOrder
from finance.money import AmountField

from .agreement import Agreement
from .costs import PlannedTranche


class Tranche(models.Model):
    """One part of a grant, in the agreement's currency; its transfer is planned once its condition is met."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="tranches")
    position = models.PositiveSmallIntegerField(_("order"))
    amount = AmountField(_("amount"))
    condition = models.CharField(_("is paid"), max_length=10, choices=PlannedTranche.Condition)
    days = models.PositiveSmallIntegerField(_("days to pay it"), default=14)
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

    @property
    def when(self) -> str:
        """On what it is paid, and within how many days of that."""
        return ngettext(
            "%(condition)s, within %(days)d day", "%(condition)s, within %(days)d days", self.days
        ) % {"condition": self.get_condition_display(), "days": self.days}
