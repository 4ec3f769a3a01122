"""What grantees owe after the award: changes of the budget, reports, money returned."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaires.models import Version

from .percent import PercentField


class Duties(models.Model):
    """Abstract. A shift between budget lines above a limit needs consent; a new line always does.

    Both limits are percentages of the grant: one shift alone, and all shifts so far added up.
    """

    shift_limit_single = PercentField(
        _("one shift in the budget without consent, up to percent of the grant"),
        null=True,
        blank=True,
    )
    shift_limit_cumulative = PercentField(
        _("all shifts together without consent, up to percent of the grant"), null=True, blank=True
    )
    interim_report_on = models.DateField(_("interim report is due on"), null=True, blank=True)
    interim_form = models.ForeignKey(
        Version,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="calls_interim",
        verbose_name=_("form of the interim report"),
    )
    report_form = models.ForeignKey(
        Version,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="calls_report",
        verbose_name=_("form of the final report"),
    )
    report_days = models.PositiveSmallIntegerField(
        _("days for the report after the project ends"), default=21
    )
    refund_days = models.PositiveSmallIntegerField(_("days to return unspent money"), default=14)
    misuse_refund_days = models.PositiveSmallIntegerField(
        _("days to return misspent money, with interest from its transfer"),
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )
    de_minimis = models.BooleanField(_("grants are de minimis aid"), default=False)

    class Meta:
        abstract = True
