"""The rates of interest on tax arrears, as they were announced."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class InterestRate(models.Model):
    """`percent` a year from `since` on, until the next rate; `source` says where it was announced."""

    since = models.DateField(_("from"), unique=True)
    percent = models.DecimalField(_("percent a year"), max_digits=5, decimal_places=2)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("rate of interest")
        verbose_name_plural = _("rates of interest")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(condition=models.Q(percent__gte=0), name="rate_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.since.isoformat()}: {self.percent}%"
