"""The settlement of a grant: what is not accepted, and the calculation of what comes back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.actions.settlement import account_of_settlement, cut_costs, no_rate_sentence
from grants.forms.settlement import CutsForm
from grants.models import Agreement
from grants.rules import agreement as rules
from grants.rules.interest import NoRate
from grants.views.signing import OfAgreement, add_sentences
from workflows.errors import MoveRefused


class CutsView(OfAgreement):
    """Staff say which costs they do not accept, while they check the report."""

    template_name = "grants/cuts.html"
    title = gettext_lazy("Costs that are not accepted")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The documents with what stands."""
        agreement = self.load(pk)
        return self.page(agreement, CutsForm(agreement=agreement))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the cuts."""
        agreement = self.load(pk)
        form = CutsForm(request.POST, agreement=agreement)
        if not form.is_valid():
            return self.page(agreement, form, status=422)
        try:
            cut_costs(agreement=agreement, wanted=form.wanted(), by=request.user)
        except MoveRefused as refusal:
            add_sentences(form, refusal)
            return self.page(self.load(pk), form, status=refusal.status)
        messages.success(request, _("Kept. The settlement proposes what is left."))
        return redirect("grants:settlement", agreement.pk)

    def page(self, agreement: Agreement, form: CutsForm, *, status: int = 200) -> HttpResponse:
        """The form, or why there is none."""
        reasons = rules.may_judge.why_not(self.request.user, agreement)
        status = 403 if reasons and status == 200 else status
        if not reasons and agreement.state != Agreement.States.REPORTED:
            reasons = [_("Costs are cut while the report is checked.")]
        return self.answer(agreement, status=status, form=form, reasons=reasons)


class SettlementView(OfAgreement):
    """The calculation that the grantee can follow line by line."""

    template_name = "grants/settlement.html"
    title = gettext_lazy("Settlement")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For whoever sees the agreement."""
        agreement = self.load(pk)
        cuts: Any = agreement.cuts.select_related("share__document", "share__line")
        try:
            account, missing = account_of_settlement(agreement), ""
        except NoRate as day:
            account, missing = None, no_rate_sentence(day)
        return self.answer(
            agreement,
            account=account,
            missing=missing,
            cuts=list(cuts),
            decided=agreement.accepted_amount is not None,
            cuts_now=agreement.state == Agreement.States.REPORTED
            and rules.may_judge(request.user, agreement),
        )
