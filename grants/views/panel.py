"""How the assessors of a call work: progress, severity, and calibrated points beside the mean."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from grants.actions.panel import Panel, panel_of
from grants.rules import decision as rules
from grants.rules.blind import hides_names_from, take_names
from grants.rules.severity import grounds_in_words, severity_in_words, tenths
from grants.views.assignment import CallPage

AT_ONCE = 50  # applications on a page


class PanelView(CallPage):
    """For the chair and the staff, for information only: the call's rules decide by the mean."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Who is how far, and what severity would change."""
        call = self.call(code)
        if not rules.can_see_ranking(request.user, call):
            raise PermissionDenied(" ".join(rules.can_see_ranking.why_not(request.user, call)))
        panel = panel_of(call)
        page = Paginator(panel.beside, AT_ONCE).get_page(request.GET.get("page"))
        if hides_names_from(request.user, call):
            take_names(row.application for row in page)
        context = self.context(
            call,
            panel=panel,
            work=_lines(panel),
            page_obj=page,
            beside=[_shown(row) for row in page],
        )
        return TemplateResponse(request, "grants/panel.html", context)


def _lines(panel: Panel) -> list[dict[str, Any]]:
    return [
        {
            "work": one,
            "severity": severity_in_words(one.severity),
            "grounds": grounds_in_words(one.severity) if one.severity else "",
        }
        for one in panel.work
    ]


def _shown(row: Any) -> dict[str, Any]:
    estimate = row.calibrated
    interval = (tenths(estimate.low), tenths(estimate.high)) if estimate else None
    return {
        "row": row,
        "calibrated": tenths(estimate.value) if estimate else None,
        "interval": interval,
    }
