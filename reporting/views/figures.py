"""Every figure opens to its rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.generic import View

from finance.models import BudgetLine, ExpenseShare
from programmes.models import Indicator, Programme
from reporting import figures, rules
from reporting.models import Report
from workflows import clock

A_PAGE = 50


class OfProgramme(LoginRequiredMixin, View):
    """Rows behind a live figure: of a programme whose team one belongs to."""

    def programme(self) -> Programme:
        """The programme of the address."""
        return get_object_or_404(
            Programme.objects.visible_to(self.request.user), code=self.kwargs["code"]
        )

    def page(self, rows: QuerySet[Any], template: str, **given: Any) -> HttpResponse:
        """The page with the rows, 50 at a time."""
        shown = Paginator(rows, A_PAGE).get_page(self.request.GET.get("page"))
        return TemplateResponse(self.request, template, {"page_obj": shown, **given})


def indicator_of(programme: Programme, code: str) -> Indicator:
    """The programme's indicator of that code, with its activities; 404 when there is none."""
    found: Indicator = get_object_or_404(
        programme.indicators.prefetch_related("activities"), code=code
    )
    return found


class OfReport(OfProgramme):
    """Rows behind a report's figure; the funder reads the figures, the team their rows."""

    def report(self) -> Report:
        """The report of the address."""
        report: Report = get_object_or_404(
            Report.objects.visible_to(self.request.user), pk=self.kwargs["pk"]
        )
        if not rules.is_team(self.request.user, report):
            raise Http404
        return report


class ProgrammeFigure(OfProgramme):
    """The records behind an indicator as it stands today."""

    def get(self, request: HttpRequest, code: str, indicator: str) -> HttpResponse:
        programme = self.programme()
        found = indicator_of(programme, indicator)
        return self.figure(found, None, clock.today(), back=programme)

    def figure(
        self, indicator: Indicator, since: date | None, until: date | None, back: Any
    ) -> HttpResponse:
        """The page of an indicator, counted now."""
        (figure,) = figures.figures_for([indicator], since, until, with_rows=False)
        if not figure.served:
            raise Http404
        rows = figures.rows_of(indicator, None, until)
        return self.page(rows, "reporting/figure.html", figure=figure, back=back)


class ReportFigure(OfReport, ProgrammeFigure):
    """The records behind a report's figure: frozen with it once it is submitted."""

    def get(self, request: HttpRequest, pk: int, indicator: str) -> HttpResponse:  # type: ignore[override]
        report = self.report()
        if not report.is_frozen:
            found = indicator_of(report.programme, indicator)
            return self.figure(found, report.since, report.until, back=report)
        frozen = {each.code: each for each in figures.for_reader(report.snapshot).indicators}
        if indicator not in frozen or not frozen[indicator].served:
            raise Http404
        figure = frozen[indicator]
        rows = apps.get_model(figure.row_model)._default_manager.filter(pk__in=figure.rows)
        return self.page(rows.order_by("pk"), "reporting/figure.html", figure=figure, back=report)


class ProgrammeLine(OfProgramme):
    """The documents charged to a budget line."""

    def get(self, request: HttpRequest, code: str, line: int) -> HttpResponse:
        programme = self.programme()
        return self.shares(programme, line, None, clock.today(), back=programme)

    def shares(
        self, programme: Programme, line: int, since: date | None, until: date, back: Any
    ) -> HttpResponse:
        """The page of a line: what was paid from `since` to `until`."""
        found: BudgetLine = get_object_or_404(
            BudgetLine.objects.select_related("budget"), pk=line, budget__programme=programme
        )
        shares = ExpenseShare.objects.filter(line=found).paid(since=since, until=until)
        rows = shares.select_related("document", "line__budget").order_by("document__paid_on", "pk")
        return self.page(rows, "reporting/line.html", line=found, back=back)


class ReportLine(OfReport, ProgrammeLine):
    """The documents charged to a budget line up to the end of the report's period."""

    def get(self, request: HttpRequest, pk: int, line: int) -> HttpResponse:  # type: ignore[override]
        report = self.report()
        return self.shares(report.programme, line, None, report.until, back=report)
