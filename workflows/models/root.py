"""The daily root over all chains of history: a chain alone cannot see its own end cut off."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .history import canonical


class DailyRoot(models.Model):
    """One seal a day. `heads` holds the chain heads that moved since the seal before it."""

    day = models.DateField(unique=True)
    heads = models.JSONField(default=dict)
    chains = models.PositiveIntegerField()
    upto = models.PositiveBigIntegerField(default=0)
    previous = models.CharField(max_length=64, blank=True)
    root = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("daily seal of history")
        verbose_name_plural = _("daily seals of history")
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.root[:16]}"

    def facts(self) -> dict[str, Any]:
        """What the root covers."""
        return {
            "day": self.day.isoformat(),
            "heads": self.heads,
            "chains": self.chains,
            "upto": self.upto,
            "previous": self.previous,
        }

    def reckon(self) -> str:
        """The root these facts must have: HMAC-SHA-256 in hex, keyed by `HISTORY_KEY`."""
        key = settings.HISTORY_KEY.encode()
        return hmac.new(key, canonical(self.facts()).encode(), hashlib.sha256).hexdigest()
