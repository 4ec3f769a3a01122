"""Calls as their staff and their committee see them."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.actions.expertise import OVER
from grants.forms.call import activities_of
from grants.forms.lot import SeedForm
from grants.models import Call
from grants.rules import call as rules
from grants.rules.declaring import LISTED
from grants.rules.lot import seed_says
from grants.rules.words import main_rules_of
from grants.views.board import board_of
from grants.views.tabs import lists_of_grants
from workflows import clock
from workflows.moves import move_named
from workflows.views import ListView, MoveView, ObjectView


class CallListView(ListView):
    """The calls that this person runs or judges."""

    model = Call
    template_name = "grants/call_list.html"
    title = gettext_lazy("Calls")

    def get_queryset(self) -> Any:
        """With programme and counts."""
        rows: Any = super().get_queryset()
        return rows.with_programme().with_counts()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the way to a new call, for those who may make one."""
        context = super().get_context_data(tabs=lists_of_grants("grants:call-list"), **given)
        if activities_of(self.request.user).exists():
            context |= {"action_url": reverse("grants:call-create"), "action_label": _("New call")}
        return context


def links_of(call: Call, user: Any) -> list[tuple[str, str]]:
    """Label and address of the pages around `call` that `user` works with."""
    runs, judged = rules.can_edit(user, call), call.state in {"assessment", *call.JUDGED}
    pages = [
        (
            runs and bool(call.questionnaire_id),
            _("The form, as applicants see it"),
            "grants:call-preview",
        ),
        (runs, _("Questions"), "grants:call-questions"),
        (runs, _("Committee"), "grants:call-committee"),
        (runs, _("Template of the agreement"), "grants:agreement-template"),
        (runs and call.state in call.RECEIVING, _("More time for one"), "grants:call-more-time"),
        (
            call.is_blind and call.state in LISTED and rules.is_assessor(user, call),
            _("Tick whom you are tied to"),
            "grants:call-parties",
        ),
        (
            call.state not in OVER and rules.is_assessor(user, call),
            _("Topics I know"),
            "grants:call-topics",
        ),
        (runs and judged, _("Assessors"), "grants:call-assessors"),
        (
            rules.can_see_work(user, call) and judged,
            _("Work of the assessors"),
            "grants:call-panel",
        ),
        (rules.can_see_work(user, call) and judged, _("Ranking"), "grants:call-ranking"),
        (runs and judged, _("Letters about the result"), "grants:call-letters"),
        ((runs or rules.is_on_panel(user, call)) and judged, _("Meetings"), "grants:call-meetings"),
        (runs and call.state in call.JUDGED, _("Checks"), "grants:call-inspections"),
    ]
    return [(label, reverse(name, args=[call.code])) for shown, label, name in pages if shown]


class CallView(ObjectView):
    """One call: its terms, its applications, its moves."""

    model = Call
    template_name = "grants/call.html"
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self) -> Any:
        """With programme, criteria and counts."""
        rows: Any = super().get_queryset()
        rows = rows.with_programme().with_counts()
        return rows.prefetch_related("criteria", "checklist", "tracks").select_related(
            "questionnaire__questionnaire", "budget_line"
        )

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds `board`, `main_rules`, whether the person runs the call and whether its terms are still `unfinished`."""
        user = self.request.user
        opening = {"by": user, "at": clock.now()}
        return super().get_context_data(
            board=board_of(self.object, user),
            main_rules=main_rules_of(self.object),
            runs=rules.can_edit(user, self.object),
            unfinished=self.object.state == Call.States.DRAFT
            and bool(move_named(Call, "open_call").why_not_yet(self.object, opening)),
            seed_says=seed_says(self.object) if rules.can_see_work(user, self.object) else "",
            links=links_of(self.object, user),
            back=reverse("grants:call-list"),
            back_label=_("Calls"),
            **given,
        )


class CallMoveView(MoveView):
    """A move of a call."""

    model = Call
    forms = {"write_seed": SeedForm}

    def get_object(self) -> Any:
        """The call of the address, if this person may see it."""
        return get_object_or_404(
            Call.objects.visible_to(self.request.user), code=self.kwargs["code"]
        )
