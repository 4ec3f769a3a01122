"""The ranking of a call and the one act that decides it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from grants.actions.decision import decide_call
from grants.actions.ranking import Standing, standing_of
from grants.forms.decision import DecideForm
from grants.models import Call, Decision
from grants.rules import call as call_rules
from grants.rules import decision as rules
from grants.rules.ranking import Outcome
from grants.views.assignment import CallPage
from grants.views.typing import seen_version
from workflows.errors import MoveRefused
from workflows.moves import move_named
from workflows.views.moves import arrived_at


class RankingView(CallPage):
    """The ordered table against the pool; after the decision, the frozen one."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """What stands now, or what was decided."""
        call = self.ranked_call(code)
        decision = call.decisions.select_related("decided_by").first()
        if decision is not None:
            return self.decided(call, decision)
        standing = standing_of(call)
        context = self.context(
            call,
            standing=standing,
            lines=lines_of(standing),
            may_decide=rules.may_decide(request.user, call)
            and call.state == Call.States.ASSESSMENT,
            tied=call_rules.is_chair(request.user, call)
            and rules.is_tied_to_an_application(request.user, call),
        )
        return TemplateResponse(request, "grants/ranking.html", context)

    def ranked_call(self, code: str) -> Call:
        """The call, for its staff and its chair; assessors hear who sees the ranking."""
        call = self.call(code)
        if not rules.can_see_ranking(self.request.user, call):
            raise PermissionDenied(" ".join(rules.can_see_ranking.why_not(self.request.user, call)))
        return call

    def decided(self, call: Call, decision: Decision) -> HttpResponse:
        """The decision as it was taken."""
        rows = decision.rows.select_related("application__organisation", "application__author")
        context = self.context(call, decision=decision, rows=rows, intact=decision.is_intact())
        return TemplateResponse(self.request, "grants/ranking_decided.html", context)


class DecideView(RankingView):
    """The page that shows what the decision will do, and does it."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Everything that will happen, before it happens."""
        return self.page(self.ranked_call(code), DecideForm())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Decide the whole call in one act."""
        call = self.ranked_call(code)
        form = DecideForm(request.POST)
        if not form.is_valid():
            return self.page(call, form, status=422)
        try:
            decide_call(
                call=call,
                by=request.user,
                seen=seen_version(request),
                ranking=form.cleaned_data["ranking"],
                at=arrived_at(request),
                note=form.cleaned_data["note"],
            )
        except MoveRefused as refusal:
            return self.refused(code, form, refusal)
        messages.success(
            request, _("Decided. Every applicant has a letter with points and justification.")
        )
        return redirect("grants:call-ranking", call.code)

    def refused(self, code: str, form: DecideForm, refusal: MoveRefused) -> HttpResponse:
        """A decided call shows its decision; otherwise the sentences stand above the page as it is now."""
        call = self.ranked_call(code)
        if call.state == Call.States.DECIDED:
            messages.info(self.request, _("This call was already decided."))
            return redirect("grants:call-ranking", call.code)
        for sentence in refusal.sentences:
            form.add_error(None, sentence)
        return self.page(call, form, status=refusal.status)

    def page(self, call: Call, form: DecideForm, *, status: int = 200) -> HttpResponse:
        """What the decision will do, with the form or with the reasons why there is none."""
        standing, user = standing_of(call), self.request.user
        lines = lines_of(standing)
        move = move_named(Call, "decide")
        assert move is not None  # noqa: S101 -- the model has it
        reasons = [] if move.leaves(call.state) else [_("This call is not in assessment.")]
        reasons = reasons or move.may.why_not(user, call) or move.why_not_yet(call, {"by": user})
        context = self.context(
            call,
            standing=standing,
            lines=lines,
            funded=[line for line in lines if line["row"].outcome is Outcome.FUNDED],
            reserve=standing.of(Outcome.RESERVE),
            below=standing.of(Outcome.BELOW_THRESHOLD),
            reasons=reasons,
            form=form,
            digest=standing.digest(),
            version=call.version,
        )
        return TemplateResponse(self.request, "grants/ranking_decide.html", context, status=status)


def lines_of(standing: Standing) -> list[dict[str, Any]]:
    """The rows for the page: with the application, the points of each sheet, and where the pool ends."""
    lines, last = [], None
    for row in standing.rows:
        sheets = standing.sheets[row.candidate.key]
        lines.append(
            {
                "row": row,
                "application": standing.applications[row.candidate.key],
                "totals": [sheet.total for sheet in sheets],
                "pool_ends_above": last is Outcome.FUNDED and row.outcome is not Outcome.FUNDED,
            }
        )
        last = row.outcome
    return lines
