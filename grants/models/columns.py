"""What one person shows in the table of applications."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChosenColumns(models.Model):
    """The columns (keys of `rules.columns`) that one person chose; who chose none sees the usual ones."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    keys = models.JSONField(default=list)

    class Meta:
        verbose_name = _("chosen columns")
        verbose_name_plural = _("chosen columns")
        ordering = ["pk"]

    def __str__(self) -> str:
        return ", ".join(self.keys)
