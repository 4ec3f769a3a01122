"""The formal card: what staff check before anybody judges the idea."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChecklistItem(models.Model):
    """One yes-or-no question of a call's formal card."""

    call = models.ForeignKey("grants.Call", on_delete=models.CASCADE, related_name="checklist")
    text = models.CharField(_("what is checked"), max_length=300)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class FormalMark(models.Model):
    """What staff found about one item in one application."""

    application = models.ForeignKey(
        "grants.Application", on_delete=models.CASCADE, related_name="formal_marks"
    )
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="marks")
    passed = models.BooleanField(_("in order"), null=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    marked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("formal finding")
        verbose_name_plural = _("formal findings")
        ordering = ["item__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "item"], name="formal_item_marked_once")
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.passed}"
