"""The milestones from which every pair of an edition starts."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .edition import Edition

MOST = 12  # rows; a plan has 3 to 6 milestones as a rule


class MilestoneTemplate(models.Model):
    """One milestone as the edition proposes it, or asks it of every pair."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="milestone_templates", verbose_name=_("edition")
    )
    title = models.CharField(_("what shall be reached"), max_length=160)
    shown_by = models.CharField(_("what shows that it is done"), max_length=400)
    days = models.PositiveSmallIntegerField(
        _("days from the beginning"), validators=[MaxValueValidator(1000)]
    )
    required = models.BooleanField(_("asked of every pair"), default=False)

    class Meta:
        verbose_name = _("milestone of the template")
        verbose_name_plural = _("template of the plan")
        ordering = ("days", "pk")

    def __str__(self) -> str:
        return self.title

    def due_on(self, begun_on: date, earliest: date) -> date:
        """The day for a pair that began on `begun_on`, and never before `earliest`."""
        return max(begun_on + timedelta(days=self.days), earliest)
