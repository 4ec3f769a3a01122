"""How long a call's formal steps take, and whether one may appeal. Windows of appeals are in working days."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.workdays import end_of_window, end_of_working_window


def working_days(label: Any, **options: Any) -> models.PositiveSmallIntegerField:
    """A column for a number of working days from 1 to 60."""
    limits = [MinValueValidator(1), MaxValueValidator(60)]
    return models.PositiveSmallIntegerField(label, validators=limits, **options)


class Appeals(models.Model):
    """Abstract. The day of the event does not count; a window ends at 23:59:59 in Warsaw on its last day.

    The formal window runs from the dispatch of the letter, the merit window from the publication of results.
    An empty window means that there is no appeal.
    """

    questions_until = models.DateField(_("questions are taken until"), null=True, blank=True)
    check_days = models.PositiveSmallIntegerField(_("days for the formal check"), default=14)
    correction_days = models.PositiveSmallIntegerField(_("days for a correction"), default=7)
    formal_appeal_days = working_days(
        _("working days to appeal against a formal rejection"), null=True, blank=True
    )
    formal_appeal_answer_days = working_days(_("working days to decide that appeal"), default=5)
    merit_appeal_days = working_days(
        _("working days to appeal against the points"), null=True, blank=True
    )
    merit_appeal_answer_days = working_days(
        _("working days to decide an appeal against points"), default=14
    )

    class Meta:
        abstract = True

    closes_at: datetime

    @property
    def check_due_at(self) -> datetime:
        """Until when applicants hear whether their form is in order."""
        return end_of_window(self.closes_at, days=self.check_days)

    def formal_appeal_until(self, sent_at: datetime) -> datetime | None:
        """Until when one may appeal against a rejection sent at `sent_at`; None where the call has no such appeal."""
        days = self.formal_appeal_days
        return end_of_working_window(sent_at, days=days) if days else None

    def merit_appeal_until(self, published_at: datetime) -> datetime | None:
        """Until when one may appeal against points published at `published_at`; None where there is no such appeal."""
        days = self.merit_appeal_days
        return end_of_working_window(published_at, days=days) if days else None

    def formal_answer_until(self, filed_at: datetime) -> datetime:
        """Until when an appeal about the form, filed at `filed_at`, is answered."""
        return end_of_working_window(filed_at, days=self.formal_appeal_answer_days)

    def merit_answer_until(self, filed_at: datetime) -> datetime:
        """Until when an appeal about the points, filed at `filed_at`, is answered."""
        return end_of_working_window(filed_at, days=self.merit_appeal_answer_days)
