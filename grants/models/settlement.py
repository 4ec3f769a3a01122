"""The final report of a grantee: typed while the project runs, frozen each time it is handed in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from finance.money import AmountField
from workflows.errors import SomeoneWasFaster

from .agreement import Agreement
from .decision import Frozen


class FinalReport(models.Model):
    """What a grantee writes about one agreement.

    `typed` holds what stands in the form, as typed; the columns follow what was read of it when the report
    was last handed in. `own_contribution` is not typed: it is the grantee's money in documents, the confirmed work
    of volunteers and the `things`. `version` counts savings, so that two windows never overwrite each other silently.
    """

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="report")
    typed = models.JSONField(_("as typed"), default=dict, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(null=True, editable=False)
    done = models.TextField(_("what was done"), blank=True)
    lessons = models.TextField(_("what you would do differently"), blank=True)
    participants = models.PositiveIntegerField(_("people who took part"), null=True, blank=True)
    volunteers = models.PositiveIntegerField(_("people who helped"), null=True, blank=True)
    things = AmountField(_("things brought in"), null=True, blank=True)
    own_contribution = AmountField(_("own contribution"), null=True, blank=True)

    class Meta:
        verbose_name = _("final report")
        verbose_name_plural = _("final reports")

    def __str__(self) -> str:
        return f"{_('Final report')}: {self.agreement}"

    def save_typed(self, typed: dict[str, Any], *, seen: int, at: Any) -> None:
        """Keep what was typed since version `seen`; raises SomeoneWasFaster when another window saved meanwhile."""
        standing = type(self)._default_manager.filter(pk=self.pk, version=seen)
        if not standing.update(typed=typed, version=seen + 1, saved_at=at):
            raise SomeoneWasFaster(
                [
                    str(
                        _(
                            "This report was saved in another window meanwhile. Compare, then save again."
                        )
                    )
                ]
            )
        self.typed, self.version, self.saved_at = typed, seen + 1, at


class ReportSubmission(Frozen):
    """A report as handed in: canonical content and its SHA-256."""

    report = models.ForeignKey(FinalReport, on_delete=models.PROTECT, related_name="submissions")
    ordinal = models.PositiveSmallIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("frozen report")
        verbose_name_plural = _("frozen reports")
        ordering = ["report", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["report", "ordinal"], name="report_ordinal_once")
        ]

    def __str__(self) -> str:
        return f"{self.report} ({self.ordinal})"
