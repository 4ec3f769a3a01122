"""The decision of a call: the ranking as the chair saw it, frozen so that it can be checked years later."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.money import AmountField
from grants.rules.record import differences
from workflows.models.history import canonical

from .application import Application
from .call import Call
from .track import Track

if TYPE_CHECKING:
    from .appeal import Appeal


class Frozen(models.Model):
    """Abstract: a row that is written once. A correction is a new row that names the old one."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new row; a standing one never changes (design.md §3)."""
        if not self._state.adding:
            raise TypeError(f"{self._meta.verbose_name}: frozen.")
        super().save(*args, **options)


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions."""

    def first_ones(self) -> DecisionQuerySet:
        """Those that decided a whole call; a decision changed on appeal names the one that it corrects."""
        return self.filter(corrects__isnull=True)

    def changed_by(self, appeal: Appeal) -> DecisionQuerySet:
        """The one that an upheld `appeal` about the points brought."""
        return self.filter(
            corrects__isnull=False, call=appeal.application.call_id, record__appeal=appeal.pk
        )


class Decision(Frozen):
    """What the chair decided, with the canonical record it was decided on and its SHA-256."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="decisions")
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    meeting = models.ForeignKey(
        "grants.Meeting", on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"))
    note = models.TextField(_("note of the committee"), blank=True)
    pool = AmountField(_("pool"))
    granted_total = AmountField(_("granted altogether"))
    record = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(granted_total__lte=models.F("pool")), name="decision_within_pool"
            ),
        ]

    def __str__(self) -> str:
        return _("Decision: %(call)s") % {"call": self.call}

    @staticmethod
    def digest_of(record: Any) -> str:
        """The SHA-256, in hex, of the canonical text of `record`."""
        return hashlib.sha256(canonical(record).encode()).hexdigest()

    def is_intact(self) -> bool:
        """Whether the record still is what was decided."""
        return self.digest_of(self.record) == self.digest

    def computes_again(self) -> bool:
        """Whether the arithmetic gives this ranking for what the record holds."""
        return not differences(self.record)


class DecisionRow(Frozen):
    """One line of the decided ranking. `details` holds, per criterion, the mean and what assessors wrote."""

    class Outcome(models.TextChoices):
        FUNDED = "funded", pgettext_lazy("ranking", "grant")
        RESERVE = "reserve", pgettext_lazy("ranking", "reserve list")
        NO_FUNDS = "no_funds", pgettext_lazy("ranking", "the pool was not enough")
        BELOW_THRESHOLD = "below_threshold", pgettext_lazy("ranking", "below the threshold")

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="rows")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="decision_rows"
    )
    track = models.ForeignKey(
        Track, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("track")
    )
    place = models.PositiveIntegerField(_("place"))
    points = models.DecimalField(_("points"), max_digits=7, decimal_places=2)
    requested = AmountField(_("requested"))
    granted = AmountField(_("granted"), default=Decimal(0))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    details = models.JSONField(default=list)

    class Meta:
        verbose_name = _("line of a decision")
        verbose_name_plural = _("lines of a decision")
        ordering = ["decision", "track__position", "track", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "place"],
                condition=models.Q(track__isnull=True),
                name="place_once_in_a_decision",
            ),
            models.UniqueConstraint(
                fields=["decision", "track", "place"],
                condition=models.Q(track__isnull=False),
                name="place_once_in_a_track",
            ),
            models.UniqueConstraint(
                fields=["decision", "application"], name="application_once_in_a_decision"
            ),
            models.CheckConstraint(
                condition=models.Q(granted__lte=models.F("requested"), granted__gte=0),
                name="granted_within_requested",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.application}"
