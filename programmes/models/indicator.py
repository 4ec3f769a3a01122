"""What a programme promised to reach and how it is counted."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes.querysets import OfProgrammeQuerySet
from programmes.registries.counts import Scope, count_choices, validate_count

from .activity import Activity
from .programme import Programme, validate_code


class Indicator(models.Model):
    """A computed figure with the target it is held against; without a target there is no percent."""

    class Comparison(models.TextChoices):
        EXACTLY = "exactly", pgettext_lazy("target", "exactly")
        AT_LEAST = "at_least", pgettext_lazy("target", "at least")
        ABOUT = "about", pgettext_lazy("target", "about")

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="indicators", verbose_name=_("programme")
    )
    code = models.SlugField(_("code"), max_length=80, validators=[validate_code])
    name = models.CharField(_("name"), max_length=300)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    baseline = models.DecimalField(
        _("baseline"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    target = models.DecimalField(
        _("target"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    comparison = models.CharField(
        _("the target is to be reached"), max_length=10, choices=Comparison.choices, blank=True
    )
    counted_as = models.CharField(
        _("counted as"), max_length=80, choices=count_choices, validators=[validate_count]
    )
    activities = models.ManyToManyField(
        Activity,
        blank=True,
        related_name="indicators",
        verbose_name=_("of activities"),
        help_text=_("None chosen: all activities of the programme are counted."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["programme", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="indicator_code_once_in_a_programme"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def percent_of_target(self, achieved: Decimal | int | None) -> Decimal | None:
        """`achieved` in percent of the target, to one tenth; None without a target or with target zero."""
        if achieved is None or not self.target:
            return None
        return (Decimal(achieved) * 100 / self.target).quantize(
            Decimal("0.1"), rounding=ROUND_HALF_UP
        )

    def scope(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        known: dict[Any, Any] | None = None,
    ) -> Scope:
        """Where this indicator is counted, within dates when they are given; `known` is that of the pass."""
        chosen = tuple(self.activities.all())
        return Scope(self.programme, chosen or None, since, until, {} if known is None else known)

    def role_scopes(self) -> list[models.Model]:
        """Whoever holds a role on the programme holds it here."""
        return [self.programme]
