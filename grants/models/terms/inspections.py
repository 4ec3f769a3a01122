"""How checks of running grants are announced, and how long one may object to what they found."""

from __future__ import annotations

from datetime import datetime

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.workdays import end_of_working_window

from .appeals import working_days


class Inspections(models.Model):
    """Abstract. Notice is in calendar days, 0 where a check may come at any time; the window in working days."""

    inspection_notice_days = models.PositiveSmallIntegerField(
        _("a check is announced so many days before"),
        default=7,
        validators=[MaxValueValidator(60)],
    )
    inspection_objection_days = working_days(
        _("working days to object to the protocol of a check"), default=7
    )

    class Meta:
        abstract = True

    def objection_to_inspection_until(self, sent_at: datetime) -> datetime:
        """Until when the grantee may object to a protocol sent at `sent_at`; the day of sending does not count."""
        return end_of_working_window(sent_at, days=self.inspection_objection_days)
