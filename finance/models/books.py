"""Until which day a programme's expenses can no longer be changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.models import Programme


class ClosedBooks(models.Model):
    """Expenses paid up to `until` were reported: they stay as they are, a correction comes later."""

    programme = models.OneToOneField(Programme, models.PROTECT, related_name="closed_books")
    until = models.DateField(_("closed until"))

    class Meta:
        verbose_name = _("closed books")
        verbose_name_plural = _("closed books")

    def __str__(self) -> str:
        return f"{self.programme} – {self.until.isoformat()}"
