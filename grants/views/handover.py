"""Things that change hands in a local initiative."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from grants.actions.handover import confirm_handover, draw_up_handover
from grants.documents.handover import handover_paper, handover_papers
from grants.forms.handover import HandoverSheet
from grants.models import Agreement, Handover
from grants.rules import agreement as rules
from grants.rules import in_kind as in_kind_rules
from grants.views.signing import OfAgreement, add_sentences, as_file
from workflows.errors import MoveRefused
from workflows.views import MoveView, ObjectView
from workflows.views.moves import arrived_at


class HandoverNewView(OfAgreement):
    """Staff draw up what changed hands."""

    template_name = "grants/handover_form.html"
    title = gettext_lazy("Things change hands")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form, with the positions of the estimate."""
        agreement = self.load(pk)
        return self.page(agreement, HandoverSheet(agreement=agreement))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Draw it up; the grantee confirms it."""
        agreement = self.load(pk)
        sheet = HandoverSheet(request.POST, agreement=agreement)
        if not sheet.is_valid():
            return self.page(agreement, sheet, status=422)
        try:
            handover = draw_up_handover(
                agreement=agreement, items=sheet.items(), by=request.user, **sheet.head.cleaned_data
            )
        except MoveRefused as refusal:
            add_sentences(sheet.head, refusal)
            return self.page(agreement, sheet, status=refusal.status)
        messages.success(request, _("Drawn up. The residents' representative confirms it."))
        return redirect(handover)

    def page(
        self, agreement: Agreement, sheet: HandoverSheet, *, status: int = 200
    ) -> HttpResponse:
        """The form, or why there is none."""
        reasons = rules.may_run.why_not(self.request.user, agreement)
        status = 403 if reasons and status == 200 else status
        if not reasons and agreement.call.gives_money:
            reasons = [_("In this call money is given, not things.")]
        elif not reasons and agreement.state not in in_kind_rules.TAKEN_WHILE:
            reasons = [
                _("Things change hands once the agreement is signed and until it is settled.")
            ]
        lent = in_kind_rules.still_lent(agreement.handovers.all())
        return self.answer(agreement, status=status, sheet=sheet, reasons=reasons, lent=lent)


class HandoverView(ObjectView):
    """One protocol."""

    model = Handover
    template_name = "grants/handover.html"

    def get_queryset(self) -> Any:
        """With the agreement."""
        rows: Any = super().get_queryset()
        return rows.for_pages()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the agreement and the way back."""
        agreement = self.object.agreement
        return super().get_context_data(
            agreement=agreement,
            back=agreement.get_absolute_url(),
            back_label=agreement.title_line,
            **given,
        )


class HandoverPaperView(View):
    """The protocol as PDF."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For whoever sees the agreement."""
        if not request.user.is_authenticated:
            raise Http404
        handover = get_object_or_404(Handover.objects.visible_to(request.user).for_pages(), pk=pk)
        return as_file(handover_paper(handover), f"protokol-{pk}.pdf", "application/pdf")


class HandoverMoveView(MoveView):
    """A move of a protocol; confirming keeps the paper."""

    model = Handover

    def make_move(self, form: Any, **inputs: Any) -> None:
        """Confirming goes by its action."""
        if self.move.name != "confirm":
            super().make_move(form, **inputs)
            return
        confirm_handover(
            handover=self.object,
            papers=handover_papers(self.object),
            by=self.actor,
            seen=self.seen,
            at=arrived_at(self.request),
        )

    def done_message(self) -> str:
        """What happened, in words that fit the move."""
        said = {
            "confirm": _("Confirmed. The protocol lies with the agreement."),
            "dispute": _("Sent. The staff draw another protocol up."),
        }
        return said.get(self.move.name) or super().done_message()
