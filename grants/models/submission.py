"""What was submitted, frozen."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaires.blocks import Block, Costs, read_blocks
from questionnaires.summary import Part, summarise


class Submission(models.Model):
    """The content at one submission, frozen: canonical JSON and its SHA-256."""

    application = models.ForeignKey(
        "grants.Application", on_delete=models.PROTECT, related_name="submissions"
    )
    ordinal = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("frozen application")
        verbose_name_plural = _("frozen applications")
        ordering = ["application", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "ordinal"], name="submission_ordinal_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} ({self.ordinal})"

    def blocks(self) -> list[Block]:
        """The questions as they were asked."""
        return read_blocks(self.content["blocks"])

    def read(self) -> list[Part]:
        """The questions and answers, for reading."""
        return summarise(self.blocks(), self.content["values"])

    def costs(self) -> list[dict[str, str]]:
        """The rows of the cost estimate: name, amount and own (decimal text)."""
        tables = [block.key for block in self.blocks() if isinstance(block, Costs)]
        return [row for key in tables for row in self.content["values"].get(key) or []]
