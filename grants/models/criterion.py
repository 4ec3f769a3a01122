"""What an assessor gives points for."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

HALF = Decimal("0.5")


def validate_halves(value: Decimal) -> None:
    """Refuse points that are not a multiple of one half."""
    if value % HALF:
        raise ValidationError(_("Points go by halves: 3, 3.5, 4."))


class Criterion(models.Model):
    """One line of the merit card. `maximum` and `threshold` are points, by halves."""

    call = models.ForeignKey("grants.Call", on_delete=models.CASCADE, related_name="criteria")
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
