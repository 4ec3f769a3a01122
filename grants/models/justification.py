"""The justification of a result as the applicant reads it, where staff put it in other words than the assessors."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .application import Application
from .criterion import Criterion
from .decision import Frozen


class Justification(Frozen):
    """The words on one criterion of one application; the newest hold, an empty text goes back to the assessors' own.

    `original` is what the assessors wrote at that moment. Once they write something else, the words no longer hold.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="justifications"
    )
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("justification"), max_length=8000, blank=True)
    original: Any = models.JSONField(_("what the assessors wrote"), default=list)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("justification")
        verbose_name_plural = _("justifications")
        ordering = ["application", "written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.application}: {self.criterion}"
