"""Reports to funders: written by the programme's staff, read by the funder."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy
from django.views.generic import View

from programmes.models import Programme
from reporting import actions, figures, rules
from reporting.forms import ReportForm
from reporting.models import Report
from reporting.models.report import day_after_last_report
from workflows import clock
from workflows.errors import MoveRefused
from workflows.models import StoredFile
from workflows.views import ListView, MoveView, ObjectView
from workflows.views.moves import arrived_at


class ReportList(ListView):
    """All reports one may read, over all programmes."""

    model = Report
    select_related = ("programme",)
    template_name = "reporting/reports.html"
    title = gettext_lazy("Reports")


class ProgrammeReports(ReportList):
    """The reports of one programme."""

    def get_queryset(self) -> QuerySet[Any]:
        """Those of the programme of the address, for its team."""
        visible = Programme.objects.visible_to(self.request.user)
        self.programme = get_object_or_404(visible, code=self.kwargs["code"])
        return super().get_queryset().filter(programme=self.programme)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Add the programme, and whether one may begin a report."""
        runs = rules.runs_programme(self.request.user, self.programme)
        return super().get_context_data(programme=self.programme, runs=runs, **given)


class ReportPage(ObjectView):
    """One report: its story and its figures, live while it is a draft, frozen afterwards."""

    model = Report
    select_related = ("programme", "programme__funder")
    template_name = "reporting/report.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Add figures and documents, and what this person may do beside the moves."""
        report, user = self.object, self.request.user
        runs = rules.runs_programme(user, report)
        return super().get_context_data(
            figures=figures_shown(report),
            documents=StoredFile.objects.of(report).present(),
            opens=rules.is_team(user, report),
            may_write=runs and report.state == Report.States.DRAFT,
            may_correct=runs and report.state == Report.States.RETURNED,
            **given,
        )


def figures_shown(report: Report) -> figures.Figures:
    """Those that were submitted; of a draft, those of today."""
    if report.is_frozen:
        return figures.for_reader(report.snapshot)
    return figures.figures_of(report.programme, report.since, report.until)


class ReportMove(MoveView):
    """The moves of a report; submitting freezes the figures and keeps the documents."""

    model = Report

    def make_move(self, form: Any, **inputs: Any) -> None:
        """Submit by the action that brings the figures; everything else as it stands."""
        if self.move.name == "submit":
            actions.submit_report(
                report=self.object,
                by=self.request.user,
                seen=self.seen,
                at=arrived_at(self.request),
            )
        else:
            super().make_move(form, **inputs)


class Writing(LoginRequiredMixin, View):
    """The form of a report."""

    def page(self, form: ReportForm, status: int = 200, **given: Any) -> HttpResponse:
        """The page with the form."""
        return TemplateResponse(
            self.request, "reporting/report_form.html", {"form": form, **given}, status=status
        )


class NewReport(Writing):
    """Begin a report where the last one ended."""

    def programme(self) -> Programme:
        """The programme of the address, which one must run."""
        visible = Programme.objects.visible_to(self.request.user)
        programme: Programme = get_object_or_404(visible, code=self.kwargs["code"])
        if not rules.runs_programme(self.request.user, programme):
            raise PermissionDenied
        return programme

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        programme = self.programme()
        today = clock.today()
        until = min(programme.last_day or today, today)
        since = day_after_last_report(programme)
        form = ReportForm(initial={"since": since, "until": until})
        return self.page(form, programme=programme)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        programme, form = self.programme(), ReportForm(request.POST)
        if not form.is_valid():
            return self.page(form, 422, programme=programme)
        given = {name: form.cleaned_data[name] for name in ("since", "until", "story")}
        report = actions.begin_report(programme=programme, by=request.user, **given)
        return redirect(report)


class WriteReport(Writing):
    """Write a draft."""

    def report(self) -> Report:
        """The draft of the address, whose programme one must run."""
        visible = Report.objects.visible_to(self.request.user).select_related("programme")
        report: Report = get_object_or_404(visible, pk=self.kwargs["pk"])
        if not rules.runs_programme(self.request.user, report):
            raise PermissionDenied
        return report

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.report()
        if report.state != Report.States.DRAFT:
            return redirect(report)
        return self.page(
            ReportForm(instance=report, initial={"version": report.version}),
            report=report,
            programme=report.programme,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.report()
        kept, form = Report.objects.get(pk=report.pk), ReportForm(request.POST, instance=report)
        shown = {"report": kept, "programme": kept.programme}
        if not form.is_valid():
            return self.page(form, 422, **shown)
        given = {name: form.cleaned_data[name] for name in ("since", "until", "story")}
        seen = form.cleaned_data["version"]
        try:
            actions.write_report(report=kept, seen=-1 if seen is None else seen, **given)
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.page(form, refusal.status, **shown)
        return redirect(kept)


class CorrectReport(WriteReport):
    """Begin the correction of a returned report."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.report()
        try:
            correction = actions.correct_report(report=report, by=request.user, seen=report.version)
        except MoveRefused:
            return redirect(report)
        return redirect("reporting:report-write", correction.pk)
