"""Staff ask assessors: the table of applications and assessors, a page at a time, proposed by Tandem or ticked by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants.actions.assignment import ask_as_proposed, ask_assessors
from grants.actions.desk import Desk, desk_of
from grants.actions.proposing import Proposal, propose_assessors, propose_successors
from grants.forms.assignment import AskForm
from grants.models import Application, Assessment, Call
from grants.rules import call as rules
from grants.rules import decision as decision_rules
from grants.rules.agreement import later
from grants.rules.blind import hides_names_from, take_names
from grants.views.assignment import CallPage
from grants.views.boxes import Table, Ticked
from workflows import clock
from workflows.errors import MoveRefused
from workflows.workdays import end_of_day

USUAL_DAYS = 10
AT_ONCE = 50  # applications on a page; each comes with a box for every assessor


@dataclass(frozen=True)
class Asked:
    """What a page shows besides its rows: who is ticked, what stands against it, and what Tandem proposed."""

    form: AskForm
    ticked: Ticked | None = None  # None: whom Tandem proposes in place of those who went
    sentences: list[str] = field(default_factory=list)
    proposal: Proposal | None = None
    status: int = 200


class AssessorsView(CallPage):
    """Who assesses what: the table of applications and assessors, with load, conflicts and progress."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The table; with `?propose` the boxes are ticked as Tandem would."""
        call = self.call(code)
        if not decision_rules.can_see_ranking(request.user, call):
            raise PermissionDenied(
                " ".join(decision_rules.can_see_ranking.why_not(request.user, call))
            )
        form = AskForm(initial={"due_at": _due(call)})
        if "propose" not in request.GET:
            return self.page(call, Asked(form))
        desk = desk_of(call)
        proposal = propose_assessors(desk)
        asked = Asked(form, proposal.wanted, proposal.sentences, proposal)
        return self.page(call, asked, desk)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Ask everybody who is ticked, or everybody who is proposed for the whole call."""
        call = self.staffed_call(code)
        form = AskForm(request.POST)
        wanted = _wanted(request.POST.getlist("ask"))
        whole = request.POST.get("whole", "")
        if not form.is_valid() or not (wanted or whole):
            nobody = [_("Tick at least one assessor, or let Tandem propose.")]
            return self.page(call, Asked(form, wanted, [] if wanted else nobody, status=422))
        due_at = form.cleaned_data["due_at"]
        try:
            if whole:
                made = ask_as_proposed(call=call, seen=whole, due_at=due_at, by=request.user)
            else:
                made = ask_assessors(call=call, wanted=wanted, due_at=due_at, by=request.user)
        except MoveRefused as refusal:
            sentences = [str(one) for one in refusal.sentences]
            return self.page(call, Asked(form, wanted, sentences, status=refusal.status))
        self.say_asked(made)
        return redirect(_page_url(call, None if whole else request.POST.get("page")))

    def say_asked(self, made: list[Assessment]) -> None:
        """How many letters went."""
        said = ngettext(
            "%(count)d assessor was asked by mail.",
            "%(count)d requests were sent by mail.",
            len(made),
        )
        messages.success(self.request, said % {"count": len(made)})

    def page(self, call: Call, asked: Asked, desk: Desk | None = None) -> HttpResponse:
        """One page of the table; `desk` where the whole call lies on it already, else what the page needs is read."""
        number = self.request.POST.get("page") or self.request.GET.get("page")
        page = _page_of(call, number)
        shown = list(page.object_list)
        desk = desk or desk_of(call, shown)
        ticked = propose_successors(desk) if asked.ticked is None else asked.ticked
        if hides_names_from(self.request.user, call):
            take_names(desk.applications)
        table = Table(desk, ticked, shown)
        context = self.context(
            call,
            table=table,
            rows=table.rows,
            load=table.load,
            form=asked.form,
            sentences=asked.sentences,
            proposal=asked.proposal,
            page_obj=page,
            runs=rules.is_staff(self.request.user, call) and call.state == Call.States.ASSESSMENT,
            done=Assessment.objects.in_call(call).in_state("submitted").count(),
            needed=_needed(call),
        )
        return TemplateResponse(
            self.request, "grants/assessment_assign.html", context, status=asked.status
        )


def _page_of(call: Call, number: str | None) -> Page[int]:
    """The keys of one page of the admitted applications, by number."""
    rows = call.applications.in_state("admitted").in_order_of_number()
    return Paginator(rows.values_list("pk", flat=True), AT_ONCE).get_page(number)


def _needed(call: Call) -> int:
    """How many sheets the applications of `call` need together (see `Application.assessments_needed`)."""
    admitted: Any = Application.objects.filter(call=call).in_state("admitted")
    thirds = admitted.filter(third_opened_at__isnull=False).count()
    return int(admitted.count() * call.assessments_needed + thirds)


def _page_url(call: Call, number: str | None) -> str:
    """Back to the page of the table from which somebody was asked."""
    url = reverse("grants:call-assessors", args=[call.code])
    return f"{url}?page={number}" if number and number.isdecimal() and number != "1" else url


def _due(call: Call) -> datetime:
    """Until when assessors are asked: the call's day, or ten days from now when that has passed."""
    due = call.assessment_due_at
    if due is not None and due > clock.now():
        return due
    return end_of_day(later(clock.today(), USUAL_DAYS))


def _wanted(ticks: Iterable[str]) -> dict[int, list[int]]:
    """Boxes "application:assessor" as a table; what is no such pair is left out."""
    wanted: dict[int, list[int]] = defaultdict(list)
    for tick in ticks:
        application, _colon, assessor = tick.partition(":")
        if application.isdecimal() and assessor.isdecimal():
            wanted[int(application)].append(int(assessor))
    return dict(wanted)
