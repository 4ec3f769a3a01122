"""The account of a grantee: named with evidence, confirmed by two people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.actions.payout import account_of, enter_account
from grants.forms.agreement import AccountForm
from grants.models import Agreement, BankAccount
from grants.rules import account as rules
from grants.views.signing import OfAgreement, add_sentences
from workflows.errors import MoveRefused
from workflows.views import MoveView, ObjectView


class AccountNewView(OfAgreement):
    """Naming the account, or another one."""

    template_name = "grants/account_form.html"
    title = gettext_lazy("Account for the grant")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form."""
        agreement = self.load(pk)
        owner = agreement.application.applicant or str(agreement.application.author)
        return self.page(agreement, AccountForm(initial={"owner": owner}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep it; two people confirm it then."""
        agreement = self.load(pk)
        form = AccountForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(agreement, form, status=422)
        try:
            account = enter_account(agreement=agreement, by=request.user, **form.cleaned_data)
        except MoveRefused as refusal:
            add_sentences(form, refusal)
            return self.page(self.load(pk), form, status=refusal.status)
        messages.success(
            request, _("Kept. Two people compare it with the evidence before anything is paid.")
        )
        return redirect(account)

    def page(self, agreement: Agreement, form: AccountForm, *, status: int = 200) -> HttpResponse:
        """The form, with what stands until now."""
        reasons = rules.may_enter.why_not(self.request.user, agreement)
        if reasons and status == 200:
            status = 403
        elif agreement.state not in rules.CHANGED_WHILE:
            reasons = [_("Nothing is paid from this agreement any more.")]
        return self.answer(
            agreement, status=status, form=form, reasons=reasons, account=account_of(agreement)
        )


class AccountView(ObjectView):
    """One account with its evidence and who confirmed it."""

    model = BankAccount
    template_name = "grants/account.html"

    def get_queryset(self) -> Any:
        """With the agreement."""
        rows: Any = super().get_queryset()
        return rows.for_pages()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the way back and the person who checked first."""
        agreement = self.object.agreement
        return super().get_context_data(
            agreement=agreement,
            back=agreement.get_absolute_url(),
            back_label=agreement.title_line,
            **given,
        )


class AccountMoveView(MoveView):
    """A move of an account."""

    model = BankAccount
