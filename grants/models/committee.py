"""What the committee puts in place of the arithmetic: always with a reason and a vote, and never rubbed out."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .application import Application
from .decision import Frozen


class CommitteeChange(Frozen):
    """One change of one application's points (a total), place or amount; the newest of its kind holds.

    `value` is None where the committee took the change back. Written once: a correction is a new row.
    """

    class Kind(models.TextChoices):
        POINTS = "points", pgettext_lazy("committee", "points")
        PLACE = "place", pgettext_lazy("committee", "place")
        AMOUNT = "amount", pgettext_lazy("committee", "amount")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="committee_changes"
    )
    kind = models.CharField(_("what is changed"), max_length=10, choices=Kind)
    value = models.DecimalField(
        _("to"),
        max_digits=14,
        decimal_places=2,
        null=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    reason = models.TextField(_("reason"), max_length=2000)
    votes_for = models.PositiveSmallIntegerField(_("votes for"))
    votes_against = models.PositiveSmallIntegerField(_("votes against"))
    votes_abstained = models.PositiveSmallIntegerField(_("abstained"))
    meeting = models.ForeignKey(
        "grants.Meeting", on_delete=models.PROTECT, null=True, related_name="changes"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("change by the committee")
        verbose_name_plural = _("changes by the committee")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(votes_for__gt=models.F("votes_against")),
                name="committee_change_was_carried",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_kind_display()}"

    @property
    def votes(self) -> int:
        """How many voted."""
        return self.votes_for + self.votes_against + self.votes_abstained
