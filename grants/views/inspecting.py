"""Checks of running grants: the list of a call, a check, its protocol, what it recommends."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from grants.actions.inspecting import (
    announce_inspection,
    send_protocol,
    tell_done,
    write_protocol,
)
from grants.documents.inspecting import protocol_as, protocol_papers
from grants.forms import inspecting as forms
from grants.models import Agreement, Call, Inspection, Recommendation
from grants.querysets.inspecting import with_inspections
from grants.rules import agreement as agreement_rules
from grants.rules import inspecting as rules
from grants.views.signing import DOCX, OfAgreement, add_sentences, as_file
from grants.views.typing import seen_version
from workflows.errors import MoveRefused
from workflows.views import ListView, MoveView, ObjectView
from workflows.views.moves import arrived_at

TYPES = {"pdf": "application/pdf", "docx": DOCX}


class CallInspectionsView(ListView):
    """The grants of one call: who has been checked, and who has not."""

    model = Agreement
    template_name = "grants/inspection_list.html"
    title = gettext_lazy("Checks")

    def get_rows(self) -> Any:
        """The grants that may be checked or were, those nobody checked first."""
        runs = Call.objects.run_by(self.request.user)
        self.call = call = get_object_or_404(runs, code=self.kwargs["code"])
        rows = Agreement.objects.visible_to(self.request.user).for_lists().filter(call=call)
        inspections = Inspection.objects.visible_to(self.request.user)
        return with_inspections(
            rows.exclude(state__in=("prepared", "sent", "resigned")), inspections
        )

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds how many were checked and the way back to the call."""
        rows: Any = self.object_list
        return super().get_context_data(
            checked=rows.filter(is_checked=True).count(),
            whole=rows.count(),
            back=self.call.get_absolute_url(),
            back_label=self.call.title,
            **given,
        )


class InspectionNewView(OfAgreement):
    """Staff announce a check."""

    template_name = "grants/inspection_new.html"
    title = gettext_lazy("Announce a check")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form."""
        agreement = self.load(pk)
        return self.page(agreement, forms.AnnounceForm(agreement=agreement, user=request.user))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Announce it by letter."""
        agreement = self.load(pk)
        form = forms.AnnounceForm(request.POST, agreement=agreement, user=request.user)
        if not form.is_valid():
            return self.page(agreement, form, status=422)
        try:
            inspection = announce_inspection(
                agreement=agreement, by=request.user, **form.cleaned_data
            )
        except MoveRefused as refusal:
            add_sentences(form, refusal)
            return self.page(agreement, form, status=refusal.status)
        messages.success(request, _("Announced. The grantee has a letter about it."))
        return redirect(inspection)

    def page(self, agreement: Agreement, form: Any, *, status: int = 200) -> HttpResponse:
        """The form, or why there is none."""
        reasons = agreement_rules.may_judge.why_not(self.request.user, agreement)
        status = 403 if reasons and status == 200 else status
        if not reasons and agreement.state not in rules.WHILE:
            reasons = [_("A grant is checked from its signing on, unless it ended early.")]
        return self.answer(agreement, status=status, form=form, reasons=reasons)


class InspectionView(ObjectView):
    """One check: what was announced, what was found, what came of it."""

    model = Inspection
    template_name = "grants/inspection.html"

    def get_queryset(self) -> Any:
        """With the agreement and who carries it out."""
        rows: Any = super().get_queryset()
        return rows.with_lead()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the findings for whoever may read them, and where they may lead."""
        inspection, user = self.object, self.request.user
        agreement, reads = inspection.agreement, rules.sees_protocol(user, inspection)
        inspects = rules.may_inspect(user, inspection)
        return super().get_context_data(
            agreement=agreement,
            reads=reads,
            findings=rules.marks_shown(inspection.marks),
            wanted=inspection.recommended(),
            recommendations=list(inspection.recommendations.all()),
            writes=inspects and inspection.state == Inspection.States.HELD,
            cuts=inspects and inspection.found_wrong and agreement.state == "reported",
            terminates=inspects
            and inspection.found_wrong
            and agreement.state in {"paid", "reported", "returned"},
            back=agreement.get_absolute_url(),
            back_label=agreement.title_line,
            **given,
        )


def inspection_seen_by(user: Any, pk: int) -> Inspection:
    """The check, if `user` may see it; 404 otherwise."""
    if not user.is_authenticated:
        raise Http404
    found: Inspection = get_object_or_404(Inspection.objects.visible_to(user).with_lead(), pk=pk)
    return found


class ProtocolView(OfAgreement):
    """Staff write the protocol."""

    template_name = "grants/inspection_protocol.html"
    title = gettext_lazy("Protocol of the check")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is written so far."""
        inspection = inspection_seen_by(request.user, pk)
        return self.page(inspection, forms.ProtocolForm(inspection=inspection))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep it; what is missing is asked for when it is sent."""
        inspection = inspection_seen_by(request.user, pk)
        form = forms.ProtocolForm(request.POST, inspection=inspection)
        if not form.is_valid():
            return self.page(inspection, form, status=422)
        try:
            write_protocol(
                inspection=inspection,
                found=form.found(),
                conclusion=form.conclusion.cleaned_data["conclusion"],
                wanted=list(form.recommendations()),
                by=request.user,
                seen=seen_version(request),
            )
        except MoveRefused as refusal:
            return self.page(
                inspection, form, status=refusal.status, sentences=list(refusal.sentences)
            )
        messages.success(request, _("The protocol is saved."))
        return redirect(inspection)

    def page(
        self, inspection: Inspection, form: Any, *, status: int = 200, sentences: Any = ()
    ) -> HttpResponse:
        """The form, or why there is none."""
        reasons = rules.may_inspect.why_not(self.request.user, inspection)
        status = 403 if reasons and status == 200 else status
        if not reasons and inspection.state != Inspection.States.HELD:
            reasons = [_("The protocol is written after the check and before it is sent.")]
        context = {
            "object": inspection,
            "title": self.title,
            "form": form,
            "reasons": reasons,
            "sentences": sentences,
            "version": self.request.POST.get("version", inspection.version),
            "back": inspection.get_absolute_url(),
            "back_label": inspection.title_line,
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)


class ProtocolPaperView(View):
    """The protocol as PDF or DOCX, as it is written now."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """For whoever may read it already."""
        inspection = inspection_seen_by(request.user, pk)
        if kind not in TYPES or not rules.sees_protocol(request.user, inspection):
            raise Http404
        return as_file(protocol_as(inspection, kind), f"protokol-{pk}.{kind}", TYPES[kind])


class InspectionMoveView(MoveView):
    """A move of a check."""

    model = Inspection
    forms = {
        "hold": forms.HoldForm,
        "move_to": forms.MoveToForm,
        "object_to": forms.ObjectionForm,
        "agree": forms.AnswerForm,
        "keep": forms.AnswerForm,
    }

    def make_move(self, form: Any, **inputs: Any) -> None:
        """Sending keeps the papers as they went."""
        if self.move.name != "send_protocol":
            super().make_move(form, **inputs)
            return
        send_protocol(
            inspection=self.object,
            papers=protocol_papers(self.object),
            by=self.request.user,
            seen=self.seen,
            at=arrived_at(self.request),
        )

    def get_success_url(self) -> str:
        """After the check, on to its protocol."""
        if self.move.name == "hold":
            return reverse("grants:inspection-protocol", args=[self.object.pk])
        return super().get_success_url()

    def done_message(self) -> str:
        """What happened, in words that fit the move."""
        said = {
            "move_to": _("Moved. The grantee has a letter with the new day."),
            "cancel": _("Called off. The grantee has a letter with your reason."),
            "hold": _("Recorded. Now write what you found."),
            "send_protocol": _("Sent. The grantee signs it or objects."),
            "sign": _("Signed. Thank you."),
            "object_to": _("Sent. We answer every point."),
            "agree": _("Correct the protocol and send it again; the grantee has your answer."),
            "keep": _("The protocol stands. The grantee has your answer."),
        }
        return said.get(self.move.name) or super().done_message()


class RecommendationView(ObjectView):
    """One recommendation with what shows that it is done."""

    model = Recommendation
    template_name = "grants/recommendation.html"

    def get_queryset(self) -> Any:
        """With the check it comes from."""
        rows: Any = super().get_queryset()
        return rows.for_pages().select_related("inspection__agreement__application")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the way back to the check."""
        inspection = self.object.inspection
        return super().get_context_data(
            inspection=inspection,
            back=inspection.get_absolute_url(),
            back_label=inspection.title_line,
            **given,
        )


class RecommendationMoveView(MoveView):
    """A move of a recommendation; evidence comes with the grantee's words."""

    model = Recommendation
    forms = {"tell_done": forms.DoneForm}

    def make_move(self, form: Any, **inputs: Any) -> None:
        """What shows it is kept beside it."""
        if self.move.name != "tell_done":
            super().make_move(form, **inputs)
            return
        tell_done(
            recommendation=self.object,
            by=self.actor,
            seen=self.seen,
            at=arrived_at(self.request),
            answer=inputs["answer"],
            evidence=inputs["evidence"],
        )
