"""The grantee's final report: written as they go, beside its documents, handed in once complete."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from grants.models import Agreement, FinalReport
from grants.views.answering import AnsweringView, AnswersSaveView
from grants.views.register import rows_of
from questionnaires.forms import AnswersForm
from workflows.views.moves import arrived_at


def report_seen_by(user: Any, pk: int) -> FinalReport:
    """The report of the agreement `pk`, if `user` may see that; 404 otherwise."""
    rows = Agreement.objects.visible_to(user).for_lists()
    agreement = get_object_or_404(rows.select_related("report__answers__questions"), pk=pk)
    report: FinalReport = agreement.report
    report.agreement = agreement
    return report


class ReportView(AnsweringView):
    """Writing the report, or reading what was handed in."""

    template_name = "grants/report_form.html"

    def written(self) -> FinalReport:
        return report_seen_by(self.request.user, self.kwargs["pk"])

    def hand_over(self, about: FinalReport) -> Agreement:
        about.agreement.hand_in_report(by=self.request.user, at=arrived_at(self.request))
        return about.agreement

    def save_address(self, report: FinalReport) -> str:
        return reverse("grants:report-save", args=[report.agreement_id])

    def read(self, report: FinalReport) -> HttpResponse:
        """The frozen report."""
        frozen = report.submissions.select_related("submitted_by").last()
        if frozen:
            frozen.report = report
        context = self.about(report) | {
            "report": report,
            "submission": frozen,
            "parts": frozen.read() if frozen else [],
            "back_label": report.agreement.title_line,
        }
        return TemplateResponse(self.request, "grants/report.html", context)

    def page(self, about: FinalReport, form: AnswersForm, **given: Any) -> HttpResponse:
        """With the documents entered so far."""
        return super().page(about, form, **self.about(about), **given)

    def about(self, report: FinalReport) -> dict[str, Any]:
        """What both pages show of the agreement."""
        agreement = report.agreement
        return {
            "object": agreement,
            "rows": rows_of(agreement),
            "spent": agreement.spent_from_grant(),
            "back": agreement.get_absolute_url(),
        }


class ReportSaveView(AnswersSaveView):
    """Autosave of the final report."""

    def written(self) -> FinalReport:
        return report_seen_by(self.request.user, self.kwargs["pk"])
