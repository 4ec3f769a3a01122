"""What was submitted, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal

from django.conf import settings
from django.core.signing import BadSignature
from django.db import models
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from questionnaires.blocks import Block, Costs, read_blocks
from questionnaires.blocks.tables import HOURS, WORK_KIND
from questionnaires.summary import Part, digest, in_one_writing, summarise
from workflows.tokens import key_in, token_of


@dataclass(frozen=True)
class Promised:
    """Own work of one kind in an application: the kind in its words, and how many hours."""

    kind: str
    hours: Decimal


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Frozen applications."""

    def of_receipt(self, token: str) -> Submission | None:
        """The one whose receipt bears `token`; None when no receipt does, or what is kept no longer fits it."""
        try:
            found = self.select_related("application").filter(pk=key_in(token)).first()
        except BadSignature:
            return None
        if found is None or not constant_time_compare(found.receipt_token, token):
            return None
        return found


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

    objects = SubmissionQuerySet.as_manager()

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

    @property
    def receipt_token(self) -> str:
        """What a public link to the receipt bears."""
        return token_of(
            self.pk,
            self.content["call"],
            self.application.number,
            self.submitted_at.astimezone(UTC).isoformat(),
            self.digest,
            kind="grants.receipt",
        )

    def get_public_url(self) -> str:
        """Where anybody who has the link sees that the receipt is genuine."""
        return reverse("grants_public:receipt", args=[self.receipt_token])

    def as_sent(self) -> bytes:
        """The frozen content as the file whose SHA-256 is `digest`."""
        return in_one_writing(self.content).encode()

    def is_intact(self) -> bool:
        """Whether the content still has its digest."""
        return digest(self.content) == self.digest

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

    def hours(self) -> dict[str, Promised]:
        """The own work that was promised in hours, by the key of its kind."""
        rates = [
            rate for block in self.blocks() if isinstance(block, Costs) for rate in block.rates
        ]
        found: dict[str, Promised] = {}
        for rate in rates:
            rows = [row for row in self.costs() if row.get(WORK_KIND) == rate.key]
            if rows:
                hours = sum((Decimal(row[HOURS]) for row in rows), Decimal(0))
                found[rate.key] = Promised(str(rate), hours)
        return found
