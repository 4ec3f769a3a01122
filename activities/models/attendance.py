"""Who was there, day by day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .registration import Registration


class Attendance(models.Model):
    """One person on one day, present or not; who ticked it and when."""

    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="attendances"
    )
    day = models.DateField(_("day"))
    present = models.BooleanField(_("present"))
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ("day", "registration")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "day"], name="one_attendance_per_person_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration}, {self.day}"
