"""The interim report: written page by page, read, judged."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from grants.forms.agreement import ReturnReportForm
from grants.models import InterimReport
from grants.rules import interim as rules
from grants.views.answering import AnsweringView, AnswersSaveView
from questionnaires.forms import AnswersForm
from workflows.views import MoveView, ObjectView
from workflows.views.moves import arrived_at


class InterimView(ObjectView):
    """What was handed in last, with the figures of that day."""

    model = InterimReport
    template_name = "grants/interim.html"

    def get_queryset(self) -> Any:
        """With the agreement."""
        rows: Any = super().get_queryset()
        return rows.for_pages()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the frozen words and figures, and whether this person writes."""
        report = self.object
        frozen = report.submissions.last()
        return super().get_context_data(
            agreement=report.agreement,
            submission=frozen,
            parts=frozen.read() if frozen else [],
            writes=report.is_written and rules.is_grantee(self.request.user, report),
            back=report.agreement.get_absolute_url(),
            back_label=report.agreement.title_line,
            **given,
        )


def interim_seen_by(user: Any, pk: int) -> InterimReport:
    """The report, if `user` may see it; 404 otherwise."""
    rows = InterimReport.objects.visible_to(user).for_pages()
    report: InterimReport = get_object_or_404(rows.select_related("answers__questions"), pk=pk)
    return report


class InterimWriteView(AnsweringView):
    """The form; only the grantee writes."""

    template_name = "grants/interim_form.html"

    def written(self) -> InterimReport:
        return interim_seen_by(self.request.user, self.kwargs["pk"])

    def hand_over(self, about: InterimReport) -> InterimReport:
        about.hand_in(by=self.request.user, at=arrived_at(self.request))
        return about

    def save_address(self, report: InterimReport) -> str:
        return reverse("grants:interim-save", args=[report.pk])

    def page(self, about: InterimReport, form: AnswersForm, **given: Any) -> HttpResponse:
        """With the way back to the report."""
        back = about.get_absolute_url()
        return super().page(about, form, object=about, back=back, **given)


class InterimSaveView(AnswersSaveView):
    """Autosave of the interim report."""

    def written(self) -> InterimReport:
        return interim_seen_by(self.request.user, self.kwargs["pk"])


class InterimMoveView(MoveView):
    """A move of an interim report; it is handed in on its own page."""

    model = InterimReport
    forms = {"give_back": ReturnReportForm}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Handing in is done where the report is written."""
        if self.move.name == "hand_in" and self.move.leaves(self.object.state):
            return redirect("grants:interim-write", self.object.pk)
        return super().get(request, *args, **kwargs)

    def done_message(self) -> str:
        """What happened, in words that fit the move."""
        said = {
            "give_back": _("Returned. The grantee has a letter with your words."),
            "accept": _("Accepted. A tranche that waited for it is among the payments."),
        }
        return said.get(self.move.name) or super().done_message()
