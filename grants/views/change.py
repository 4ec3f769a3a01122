"""Changes of the costs, and annexes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import View

from grants.actions.change import (
    change_costs,
    draw_up_annex,
    limits_of,
    noted_so_far,
    sign_annex,
)
from grants.actions.signing import waits_for_signatures
from grants.documents import annex_paper, annex_papers
from grants.forms.change import AnnexForm, CostsForm, SignAnnexForm
from grants.models import Agreement, Annex, BudgetChange
from grants.rules import agreement as rules
from grants.rules import change as change_rules
from grants.rules.merging import BadTemplate
from grants.views.signing import DOCX, OfAgreement, SignatureView, add_sentences, as_file
from workflows.errors import MoveRefused
from workflows.views import MoveView, ObjectView
from workflows.views.moves import arrived_at

NEEDS = {
    "new_line": pgettext_lazy("consent", "there is a new position"),
    "single": pgettext_lazy("consent", "it moves more at once than the call allows"),
    "cumulative": pgettext_lazy(
        "consent", "with the earlier ones it moves more than the call allows"
    ),
}


class ChangeNewView(OfAgreement):
    """The grantee moves money between positions."""

    template_name = "grants/change_form.html"
    title = gettext_lazy("Move money between positions")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The positions as they are."""
        agreement = self.load(pk)
        return self.page(agreement, CostsForm(agreement=agreement))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note the change, or ask for consent."""
        agreement = self.load(pk)
        form = CostsForm(request.POST, agreement=agreement)
        if not form.is_valid():
            return self.page(agreement, form, status=422)
        given, reason = form.amounts(), form.cleaned_data["reason"]
        changed = {key: new for key, new in given.items() if new != form.lines[key].amount}
        if not changed and not form.new():
            form.add_error(None, _("Nothing changes yet: write other amounts."))
            return self.page(agreement, form, status=422)
        try:
            change = change_costs(
                agreement=agreement, amounts=changed, new=form.new(), reason=reason, by=request.user
            )
        except MoveRefused as refusal:
            add_sentences(form, refusal)
            return self.page(self.load(pk), form, status=refusal.status)
        if change.needs:
            messages.success(request, _("Sent. The staff decide, and you hear from us."))
        else:
            messages.success(request, _("Noted: the costs are changed."))
        return redirect(change)

    def page(self, agreement: Agreement, form: CostsForm, *, status: int = 200) -> HttpResponse:
        """The form with what may be moved without asking."""
        reasons = rules.is_grantee.why_not(self.request.user, agreement)
        status = 403 if reasons and status == 200 else status
        if not reasons and agreement.state not in change_rules.WHILE:
            reasons = [_("Costs change between the signing and the report.")]
        single, together = limits_of(agreement).amounts(agreement.amount)
        return self.answer(
            agreement,
            status=status,
            form=form,
            reasons=reasons,
            single=single,
            together=together,
            noted=noted_so_far(agreement),
        )


class OfLines(ObjectView):
    """Base of the page of a change."""

    def get_queryset(self) -> Any:
        """With the agreement."""
        rows: Any = super().get_queryset()
        return rows.for_pages()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the way back and the rows."""
        agreement = self.object.agreement
        return super().get_context_data(
            agreement=agreement,
            rows=self.object.shown_rows(),
            back=agreement.get_absolute_url(),
            back_label=agreement.title_line,
            **given,
        )


class ChangeView(OfLines):
    """One change of the costs."""

    model = BudgetChange
    template_name = "grants/change.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds why it needs consent."""
        needs = [NEEDS[key] for key in self.object.needs if key in NEEDS]
        return super().get_context_data(needs=needs, **given)


class ChangeMoveView(MoveView):
    """A move of a change."""

    model = BudgetChange


class AnnexNewView(OfAgreement):
    """Staff draw up an annex."""

    template_name = "grants/annex_form.html"
    title = gettext_lazy("Draw up an annex")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The terms as they are."""
        agreement = self.load(pk)
        return self.page(agreement, AnnexForm(agreement=agreement))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep it; it holds once it is signed."""
        agreement = self.load(pk)
        form = AnnexForm(request.POST, agreement=agreement)
        if not form.is_valid():
            return self.page(agreement, form, status=422)
        typed = form.cleaned_data
        try:
            annex = draw_up_annex(
                agreement=agreement,
                reason=typed["reason"],
                amount=_if_new(typed["amount"], agreement.amount),
                starts_on=_if_new(typed["starts_on"], agreement.starts_on),
                ends_on=_if_new(typed["ends_on"], agreement.ends_on),
                amounts=form.amounts(),
                new=form.new(),
                papers=annex_papers,
                by=request.user,
            )
        except MoveRefused as refusal:
            add_sentences(form, refusal)
            return self.page(self.load(pk), form, status=refusal.status)
        except BadTemplate as wrong:
            for sentence in [_("The template of annexes cannot be filled in."), *wrong.sentences]:
                form.add_error(None, sentence)
            return self.page(self.load(pk), form, status=422)
        messages.success(request, _("The annex is drawn up. The grantee has a letter about it."))
        return redirect(annex)

    def page(self, agreement: Agreement, form: AnnexForm, *, status: int = 200) -> HttpResponse:
        """The form, or why there is none."""
        reasons = rules.may_run.why_not(self.request.user, agreement)
        status = 403 if reasons and status == 200 else status
        if not reasons and agreement.state not in change_rules.WHILE:
            reasons = [_("An annex changes a signed agreement, until its report is handed in.")]
        return self.answer(agreement, status=status, form=form, reasons=reasons)


def _if_new(given: Any, standing: Any) -> Any:
    return None if given == standing else given


class AnnexView(OfLines):
    """One annex."""

    model = Annex
    template_name = "grants/annex.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds who signs it, and whether this person records signatures now."""
        runs = rules.may_run(self.request.user, self.object.agreement)
        return super().get_context_data(
            parties=self.object.signatories.select_related("party", "scan"),
            records=runs and waits_for_signatures(self.object),
            signature_route="grants:annex-signature",
            **given,
        )


def annex_seen_by(user: Any, pk: int) -> Annex:
    """The annex, if `user` may see its agreement; 404 otherwise."""
    found: Annex = get_object_or_404(Annex.objects.visible_to(user).for_pages(), pk=pk)
    return found


class AnnexPaperView(LoginRequiredMixin, View):
    """The annex as it went out, to be signed."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """DOCX or PDF, for whoever sees the agreement; back with a sentence when the template does not fit."""
        annex = annex_seen_by(request.user, pk)
        try:
            paper = annex_paper(annex, kind)
        except BadTemplate as wrong:
            for sentence in wrong.sentences:
                messages.error(request, sentence)
            return redirect(annex)
        if paper is None:
            raise Http404
        return as_file(paper[1], paper[0], DOCX if kind == "docx" else "application/pdf")


class AnnexSignatureView(SignatureView):
    """Staff record that one party signed an annex."""

    def signed(self, pk: int) -> Annex:
        return annex_seen_by(self.request.user, pk)

    def whereto(self, document: Any) -> tuple[str, Any]:
        return document.get_absolute_url(), document


class AnnexMoveView(MoveView):
    """A move of an annex; signing keeps the scan."""

    model = Annex
    forms = {"sign": SignAnnexForm}

    def make_move(self, form: Any, **inputs: Any) -> None:
        """Signing goes by its action."""
        if self.move.name != "sign":
            super().make_move(form, **inputs)
            return
        sign_annex(
            annex=self.object,
            by=self.request.user,
            seen=self.seen,
            at=arrived_at(self.request),
            **inputs,
        )
