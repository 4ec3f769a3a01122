"""The final report of a grantee: typed while the project runs, frozen each time it is handed in."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from finance.money import AmountField
from grants.rules.agreement import BEING_CARRIED_OUT

from .agreement import Agreement
from .answered import Answered, FrozenReport


class FinalReport(Answered):
    """What a grantee writes about one agreement, in the questionnaire that the call chose.

    The columns follow what was read of the answers when the report was last handed in; None where the
    questionnaire does not ask. `own_contribution` is not typed: it is the grantee's money in documents, the
    confirmed work of volunteers and the `things`.
    """

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="report")
    participants = models.PositiveIntegerField(_("people who took part"), null=True, blank=True)
    volunteers = models.PositiveIntegerField(_("people who helped"), null=True, blank=True)
    things = AmountField(_("things brought in"), null=True, blank=True)
    own_contribution = AmountField(_("own contribution"), null=True, blank=True)

    class Meta:
        verbose_name = _("final report")
        verbose_name_plural = _("final reports")

    def __str__(self) -> str:
        return _("Final report: %(agreement)s") % {"agreement": self.agreement}

    def get_absolute_url(self) -> str:
        return reverse("grants:report", args=[self.agreement_id])

    @property
    def files_of(self) -> Agreement:
        """The agreement: its report has no policy of its own."""
        return self.agreement

    @property
    def is_written(self) -> bool:
        """While the project is carried out and while the report is corrected."""
        return self.agreement.state in BEING_CARRIED_OUT


class ReportSubmission(FrozenReport):
    """A final report as handed in, with its documents and its own contribution."""

    report = models.ForeignKey(FinalReport, on_delete=models.PROTECT, related_name="submissions")

    class Meta:
        verbose_name = _("frozen report")
        verbose_name_plural = _("frozen reports")
        ordering = ["report", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["report", "ordinal"], name="report_ordinal_once")
        ]
