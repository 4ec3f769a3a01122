"""What an assessor gives points for."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

HALF = Decimal("0.5")


def validate_halves(value: Decimal) -> None:
    """Refuse points that are not a multiple of one half."""
    if value % HALF:
        raise ValidationError(_("Points go by halves: 3, 3.5, 4."))


class CriterionGroup(models.Model):
    """Criteria under one heading of the merit card. `threshold` is in weighted points of the whole group."""

    call = models.ForeignKey(
        "grants.Call", on_delete=models.CASCADE, related_name="criterion_groups"
    )
    key = models.SlugField(max_length=60)
    title = models.CharField(_("heading"), max_length=200)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    threshold = models.DecimalField(
        _("points needed in the group"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    class Meta:
        verbose_name = _("group of criteria")
        verbose_name_plural = _("groups of criteria")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "key"], name="criterion_group_once_in_a_call")
        ]

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    """One line of the merit card.

    `maximum` and `threshold` are points as the assessor gives them, by halves; a total counts them times
    `weight`. A bonus counts in the total, not where a threshold asks for points without it.
    """

    call = models.ForeignKey("grants.Call", on_delete=models.CASCADE, related_name="criteria")
    group = models.ForeignKey(
        CriterionGroup,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="criteria",
        verbose_name=_("group"),
    )
    key = models.SlugField(max_length=60)
    title = models.CharField(_("what is judged"), max_length=200)
    help = models.TextField(_("what to look at"), max_length=1000, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    maximum = models.DecimalField(
        _("most points"),
        max_digits=5,
        decimal_places=1,
        validators=[MinValueValidator(HALF), validate_halves],
    )
    threshold = models.DecimalField(
        _("points needed"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), validate_halves],
    )
    weight = models.DecimalField(
        _("weight"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(100)],
    )
    is_bonus = models.BooleanField(_("strategic bonus"), default=False)
    needs_justification = models.BooleanField(_("points need a justification"), default=True)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "key"], name="criterion_key_once_in_a_call"),
            models.CheckConstraint(
                condition=Q(threshold__isnull=True) | Q(threshold__lte=F("maximum")),
                name="criterion_threshold_within_maximum",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def weighted_maximum(self) -> Decimal:
        """The most that this criterion adds to a total."""
        return self.maximum * self.weight
