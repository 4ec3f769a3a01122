"""A track of a call: a share of its pool for some applicants, with limits of its own."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from finance.money import AmountField


class Track(models.Model):
    """One track. What is left empty is as in the call; amounts are in the call's currency.

    A call without tracks shares its pool as one. The list of each track is cut off on its own.
    """

    call = models.ForeignKey("grants.Call", on_delete=models.CASCADE, related_name="tracks")
    key = models.SlugField(max_length=60)
    title = models.CharField(_("name of the track"), max_length=200)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    pool = AmountField(_("pool to share"))
    min_grant = AmountField(_("smallest grant"), null=True, blank=True)
    max_grant = AmountField(_("largest grant"), null=True, blank=True)
    who_may_apply = models.JSONField(_("who may apply"), default=list, blank=True)

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "key"], name="track_key_once_in_a_call"),
            models.CheckConstraint(
                condition=Q(min_grant__isnull=True)
                | Q(max_grant__isnull=True)
                | Q(min_grant__lte=F("max_grant")),
                name="track_smallest_grant_within_largest",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def smallest(self) -> Decimal:
        """The smallest grant of this track."""
        return self.call.min_grant if self.min_grant is None else self.min_grant

    @property
    def largest(self) -> Decimal:
        """The largest grant of this track."""
        return self.call.max_grant if self.max_grant is None else self.max_grant

    @property
    def applicants(self) -> list[str]:
        """Who may apply in this track."""
        return self.who_may_apply or self.call.who_may_apply
