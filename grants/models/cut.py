"""What staff do not accept of the documents in a report, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from finance.models import ExpenseShare
from finance.money import AmountField

from .agreement import Agreement


class CostCut(models.Model):
    """A part of a document that the grant does not pay for; `misused` when it was spent against its purpose."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="cuts")
    share = models.OneToOneField(ExpenseShare, on_delete=models.CASCADE, related_name="cut")
    amount = AmountField(_("not accepted"))
    reason = models.CharField(_("why"), max_length=500)
    misused = models.BooleanField(_("spent against its purpose"), default=False)
    cut_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("cost not accepted")
        verbose_name_plural = _("costs not accepted")
        ordering = ["agreement", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="cut_above_zero")
        ]

    def __str__(self) -> str:
        return f"{self.share}: {self.amount}"
