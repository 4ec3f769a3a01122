"""The rehearsal of a call: played on demand, its findings lead to where they are mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from grants.actions.casting import COMMITTEE, TEAM
from grants.actions.rehearsal import Rehearsal, rehearse_call
from grants.models import Call
from grants.models.terms.outline import chapter_named
from grants.rules.soundness import Finding
from grants.views.setup import call_run_by
from workflows.errors import MoveRefused


@dataclass(frozen=True)
class Mending:
    """A finding with the way to where it is mended."""

    sentence: str
    place: str
    url: str


def mending(finding: Finding, call: Call) -> Mending:
    """Where `finding` is mended: a chapter of the rules, the page of the committee, or that of the programme's team."""
    if finding.chapter == TEAM:
        url = reverse("programmes:roles", args=[call.programme.code])
        return Mending(finding.sentence, _("Team of the programme"), url)
    chapter = chapter_named(finding.chapter)
    if chapter is None or finding.chapter == COMMITTEE:
        url = reverse("grants:call-committee", args=[call.code])
        return Mending(finding.sentence, _("Committee"), url)
    url = reverse("grants:call-chapter", args=[call.code, chapter.key])
    return Mending(finding.sentence, str(chapter.title), url)


class RehearsalView(LoginRequiredMixin, View):
    """GET says what a rehearsal does; POST plays it and shows what came of it. Nothing is kept."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """What it is."""
        return self._page(call_run_by(request.user, code))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Play it."""
        call = call_run_by(request.user, code)
        try:
            shown = rehearse_call(call=call, by=request.user)
        except MoveRefused as refusal:
            return self._page(call, sentences=refusal.sentences, status=refusal.status)
        return self._page(call, shown)

    def _page(
        self,
        call: Call,
        shown: Rehearsal | None = None,
        *,
        status: int = 200,
        sentences: Any = (),
    ) -> HttpResponse:
        context: dict[str, Any] = {"call": call, "shown": shown, "sentences": sentences}
        if shown is not None:
            context["stuck"] = [mending(one, call) for one in shown.stuck]
            context["advice"] = [mending(one, call) for one in shown.advice]
        return TemplateResponse(self.request, "grants/call_rehearsal.html", context, status=status)
