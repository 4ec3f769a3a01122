"""The formal check of one application, for the staff of its programme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from grants.actions.formal import record_findings
from grants.forms.formal import FormalCard, RejectForm, ReturnForm
from grants.models import Application
from grants.rules import application as rules
from grants.rules.patron import patronage_of
from workflows import clock
from workflows.errors import MoveRefused
from workflows.views.moves import arrived_at
from workflows.workdays import end_of_window


class FormalCheckView(LoginRequiredMixin, View):
    """The card, the content beside it, and the three ways on."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for everybody but the staff who may check this application."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        rows = Application.objects.visible_to(request.user).submitted_once().for_lists()
        rows = rows.select_related("call__questionnaire", "answers").prefetch_related(
            "call__checklist", "submissions"
        )
        self.application = get_object_or_404(rows, pk=kwargs["pk"])
        if not rules.may_check(request.user, self.application):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The card as it was left."""
        return self.page(FormalCard(self.application))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the findings, then make the move that was chosen."""
        card = FormalCard(self.application, request.POST)
        if not card.is_valid():
            return self.page(card, status=422)
        try:
            record_findings(
                application=self.application,
                findings=card.findings(),
                shown=card.shown(),
                by=request.user,
            )
        except MoveRefused as refusal:
            return self.page(card, sentences=refusal.sentences, status=refusal.status)
        kept = FormalCard(self.application, request.POST)  # shown again, it shows what stands now
        return self.decide(request.POST.get("decision", ""), kept)

    def decide(self, decision: str, card: FormalCard) -> HttpResponse:
        """Carry out the decision whose button was pressed; saving alone is one of them."""
        form_class = {"return_for_correction": ReturnForm, "reject_formally": RejectForm}.get(
            decision
        )
        form = form_class(self.request.POST) if form_class else None
        if form is not None and not form.is_valid():
            return self.page(card, decision=decision, form=form, status=422)
        if decision not in {"admit", "return_for_correction", "reject_formally"}:
            messages.success(self.request, _("The findings are saved."))
            return redirect("grants:application-check", self.application.pk)
        return self.make_move(decision, form, card)

    def make_move(self, name: str, form: forms.Form | None, card: FormalCard) -> HttpResponse:
        """Make the move, or show why it cannot be with everything kept."""
        self.application = Application.objects.for_lists().get(pk=self.application.pk)
        seen = self.request.POST.get("version", "")
        try:
            getattr(self.application, name)(
                by=self.request.user,
                at=arrived_at(self.request),
                seen=int(seen) if seen.isdecimal() and len(seen) < 10 else -1,
                **(form.cleaned_data if form else {}),
            )
        except MoveRefused as refusal:
            return self.page(
                card, decision=name, form=form, sentences=refusal.sentences, status=refusal.status
            )
        messages.success(self.request, self.said(name))
        return redirect(self.application)

    @staticmethod
    def said(name: str) -> str:
        """What the staff read when it is done."""
        return {
            "admit": _("Admitted. The applicant has a letter about it."),
            "return_for_correction": _("Returned. The applicant has a letter with your words."),
            "reject_formally": _("Rejected. The applicant has a letter with the grounds."),
        }[name]

    def page(self, card: FormalCard, **given: Any) -> HttpResponse:
        status = given.pop("status", 200)
        decision, form = given.pop("decision", ""), given.pop("form", None)
        changes, against = self.application.corrected()
        due = end_of_window(clock.now(), days=self.application.call.correction_days)
        context = {
            "object": self.application,
            "call": self.application.call,
            "card": card,
            "parts": self.application.content(),
            "changes": changes,
            "against": against,
            "patronage": patronage_of(self.application),
            "settled": self.application.state not in {"submitted", "returned"},
            "return_form": form
            if decision == "return_for_correction" and form
            else ReturnForm(initial={"due_at": due}),
            "reject_form": form if decision == "reject_formally" and form else RejectForm(),
            "decision": decision,
            **given,
        }
        return TemplateResponse(self.request, "grants/formal_check.html", context, status=status)
