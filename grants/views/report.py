"""The grantee's report: written as they go, with its documents, handed in once complete."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from grants.actions.report import save_report
from grants.forms.report import ReportForm
from grants.models import Agreement, FinalReport
from grants.rules import agreement as rules
from grants.views.register import rows_of
from grants.views.typing import gone, merge, saved, seen_version
from workflows.errors import MoveRefused, SomeoneWasFaster
from workflows.views.moves import arrived_at


class ReportPage(LoginRequiredMixin, View):
    """Base of the pages of one report."""

    def load(self, pk: int) -> Agreement:
        """The agreement, if this person may see it; 404 otherwise."""
        rows = Agreement.objects.visible_to(self.request.user).for_lists().select_related("report")
        return get_object_or_404(rows, pk=pk)

    def context(self, agreement: Agreement, **given: Any) -> dict[str, Any]:
        """What both the form and the reading page show."""
        return {
            "object": agreement,
            "report": agreement.report,
            "rows": rows_of(agreement),
            "spent": agreement.spent_from_grant(),
            "back": agreement.get_absolute_url(),
            "back_label": agreement.title_line,
            **given,
        }


class ReportView(ReportPage):
    """Writing the report, or reading what was handed in."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form for the grantee while it is open; otherwise the frozen report."""
        agreement = self.load(pk)
        if rules.may_write_report(request.user, agreement):
            return self.page(agreement, ReportForm(agreement=agreement))
        context = self.context(agreement, submission=agreement.report.submissions.last())
        return TemplateResponse(request, "grants/report.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what was typed; with `hand_in`, hand the report in when nothing is missing."""
        agreement = self.load(pk)
        form = ReportForm(request.POST, agreement=agreement)
        try:
            save_report(
                agreement=agreement,
                typed=form.typed(),
                seen=seen_version(request),
                by=request.user,
                at=arrived_at(request),
            )
            if "hand_in" in request.POST:
                return self.hand_in(agreement, form)
        except SomeoneWasFaster as refusal:
            agreement = self.load(pk)
            return self.with_sentences(agreement, form, refusal)
        except MoveRefused as refusal:
            return self.with_sentences(agreement, form, refusal)
        messages.success(request, _("Saved. You can close this page and come back."))
        return redirect("grants:report", agreement.pk)

    def hand_in(self, agreement: Agreement, form: ReportForm) -> HttpResponse:
        """Hand in, or show every field and fact that stands in the way."""
        if not form.judge():
            return self.page(agreement, form, status=422)
        agreement.hand_in_report(by=self.request.user, at=arrived_at(self.request))
        messages.success(
            self.request, _("The report is handed in. We will check it and write to you.")
        )
        return redirect(agreement)

    def with_sentences(
        self, agreement: Agreement, form: ReportForm, refusal: MoveRefused
    ) -> HttpResponse:
        """The form with everything typed, and why it did not go."""
        if not rules.may_write_report(self.request.user, agreement):
            for sentence in refusal.sentences:
                messages.error(self.request, sentence)
            return redirect(agreement)
        for sentence in refusal.sentences:
            form.add_error(None, sentence)
        return self.page(agreement, form, status=refusal.status)

    def page(self, agreement: Agreement, form: ReportForm, *, status: int = 200) -> HttpResponse:
        """The form with the documents entered so far."""
        context = self.context(agreement, form=form, version=agreement.report.version)
        return TemplateResponse(self.request, "grants/report_form.html", context, status=status)


class ReportSaveView(ReportPage):
    """Autosave of the report."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what was touched; answer as `autosave.js` expects."""
        agreement = self.load(pk)
        report: FinalReport = agreement.report
        form = ReportForm(agreement=agreement)
        stored = {name: str(report.typed.get(name, "")) for name in form.fields}
        merged = merge(request, stored=stored, seen_now=seen_version(request) == report.version)
        try:
            save_report(
                agreement=agreement,
                typed=merged.values,
                seen=report.version,
                by=request.user,
                at=arrived_at(request),
            )
        except MoveRefused as refusal:
            return gone(refusal.sentences, refusal.status)
        labels = {name: field.label for name, field in form.fields.items()}
        return saved(report.version, labels, merged.conflicts)
