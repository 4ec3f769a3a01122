"""Agreements: the list, the page, and what staff record on the way to the settlement."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from finance.models import BudgetLine, PaymentOrder
from grants.actions.agreement import sign_agreement
from grants.actions.aid import why_no_aid_yet
from grants.actions.payout import account_of, record_payment
from grants.actions.settlement import take_refund
from grants.actions.signing import send_agreement
from grants.documents import agreement_papers
from grants.forms.agreement import (
    CallOffForm,
    PaymentForm,
    ReturnReportForm,
    SettleForm,
    SignForm,
    TerminateForm,
)
from grants.forms.lists import AgreementFilter
from grants.forms.settlement import RefundForm
from grants.models import Agreement, Application, BankAccount, InterimReport
from grants.projects import project_of
from grants.rules import account as account_rules
from grants.rules import agreement as rules
from grants.rules import change as change_rules
from grants.rules import in_kind as in_kind_rules
from grants.rules import inspecting as inspecting_rules
from grants.rules.dossier import keeps_agreement
from grants.rules.merging import BadTemplate
from grants.views.typing import seen_version
from programmes.registries.projects import Help, help_for
from workflows.errors import GuardsFailed, MoveRefused
from workflows.views import ListView, MoveView, ObjectView
from workflows.views.moves import arrived_at

CHECKED_NOW = {BankAccount.States.ENTERED, BankAccount.States.CHECKED}
GOES_OUT = {PaymentOrder.States.PLANNED, PaymentOrder.States.ORDERED}


class AgreementListView(ListView):
    """The agreements of the programmes one works in; one's own for a grantee."""

    model = Agreement
    template_name = "grants/agreement_list.html"
    filterset_class = AgreementFilter
    title = gettext_lazy("Agreements")

    def get_rows(self) -> Any:
        """With what a row shows, what is open first."""
        return Agreement.objects.visible_to(self.request.user).for_lists().open_first()


class AgreementView(ObjectView):
    """One agreement: what now and until when, money, report, files."""

    model = Agreement
    template_name = "grants/agreement.html"

    def get_queryset(self) -> Any:
        """With the application, the call and the report."""
        rows: Any = super().get_queryset()
        return rows.for_lists().select_related("report")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the costs with what was spent, the transfer, and what the person may do beside the moves."""
        agreement, user = self.object, self.request.user
        mine, payment = rules.is_grantee(user, agreement), agreement.payment
        account = account_of(agreement)
        lines = BudgetLine.objects.filter(budget__in=agreement.budgets.all()).with_spending()
        return super().get_context_data(
            mine=mine,
            keeps=keeps_agreement(user, agreement),
            opens_application=Application.objects.visible_to(user)
            .filter(pk=agreement.application_id)
            .exists(),
            lines=list(lines),
            spent=agreement.spent_from_grant(),
            payment=payment,
            pays=payment is not None
            and payment.state in GOES_OUT
            and rules.may_record_money(user, agreement),
            account=account,
            awaited=_awaited(agreement, account, payment),
            checks_account=account is not None
            and account.state in CHECKED_NOW
            and account.checked_by_id != user.pk
            and bool(account_rules.may_check(user, account)),
            names_account=account_rules.may_enter(user, agreement)
            and agreement.state in account_rules.CHANGED_WHILE,
            tranches=list(agreement.tranches.select_related("payment")),
            changes=[*agreement.budget_changes.all(), *agreement.annexes.all()],
            aid=agreement.aid.in_state("granted").first(),
            registers_aid=rules.may_run(user, agreement) and not why_no_aid_yet(agreement),
            changes_costs=mine
            and agreement.call.gives_money
            and agreement.state in change_rules.WHILE,
            draws_up=rules.may_run(user, agreement) and agreement.state in change_rules.WHILE,
            writes=rules.may_write_report(user, agreement),
            submission=agreement.report.submissions.last(),
            interim=InterimReport.objects.filter(agreement=agreement).first(),
            things=None if agreement.call.gives_money else in_kind_rules.summary_of(agreement),
            hands_over=rules.may_run(user, agreement)
            and agreement.state in in_kind_rules.TAKEN_WHILE,
            inspections=agreement.inspections.select_related("lead"),
            inspects=rules.may_judge(user, agreement) and agreement.state in inspecting_rules.WHILE,
            papers=list(agreement.papers.filter(kind="agreement").select_related("file")),
            helps=self.helps(agreement),
            prepares=agreement.state == Agreement.States.PREPARED
            and rules.is_staff(user, agreement),
            back=reverse("grants:agreement-list"),
            back_label=_("My agreements") if mine else _("Agreements"),
            **given,
        )

    def helps(self, agreement: Agreement) -> list[Help]:
        """What other rooms of the programme offer to whoever carries the project out."""
        project = project_of(agreement, self.request.user)
        return help_for(self.request.user, project) if project else []


def _awaited(
    agreement: Agreement, account: BankAccount | None, payment: PaymentOrder | None
) -> Agreement | BankAccount | PaymentOrder:
    """Whose turns say what is next: between the signing and the money the account's, then the transfer's."""
    if agreement.state != Agreement.States.SIGNED:
        return agreement
    if account is not None and account.state in CHECKED_NOW:
        return account
    return payment if payment is not None and payment.state in GOES_OUT else agreement


class PaymentView(LoginRequiredMixin, View):
    """Staff record that the grant went out."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form."""
        return self.page(self.agreement(pk), PaymentForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record it; a second click on what is recorded just goes on."""
        agreement = self.agreement(pk)
        form = PaymentForm(request.POST)
        payment = agreement.payment
        if payment is not None and payment.state == "paid":
            messages.info(request, _("This was already done."))
            return redirect(agreement)
        if not form.is_valid():
            return self.page(agreement, form, status=422)
        try:
            record_payment(
                agreement=agreement,
                by=request.user,
                seen=seen_version(request),
                at=arrived_at(request),
                **form.cleaned_data,
            )
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.page(self.agreement(pk), form, status=refusal.status)
        messages.success(request, _("Paid out. The grantee has a letter about it."))
        return redirect(agreement)

    def agreement(self, pk: int) -> Agreement:
        """The agreement, if this person may see it."""
        return get_object_or_404(Agreement.objects.visible_to(self.request.user).for_lists(), pk=pk)

    def page(self, agreement: Agreement, form: PaymentForm, *, status: int = 200) -> HttpResponse:
        """The form with the transfer it is about, or the reason why it is not this person's."""
        user, payment = self.request.user, agreement.payment
        reasons = rules.may_record_money.why_not(user, agreement)
        if not reasons and (payment is None or payment.state == "paid"):
            reasons = [_("There is nothing to pay out now.")]
        elif not reasons and payment and payment.state == "held":
            reasons = [_("Two people confirm the account of the grantee first.")]
        context = {
            "object": agreement,
            "payment": payment,
            "form": form,
            "reasons": reasons,
            "back": agreement.get_absolute_url(),
            "back_label": agreement.title_line,
            "version": payment.version if payment else 0,
        }
        status = (
            403 if status == 200 and rules.may_record_money.why_not(user, agreement) else status
        )
        return TemplateResponse(self.request, "grants/payment.html", context, status=status)


class AgreementMoveView(MoveView):
    """A move of an agreement; before it ends the page says what follows, and handing in the report has its own page."""

    model = Agreement
    template_name = "grants/agreement_move.html"
    forms = {
        "sign": SignForm,
        "return_report": ReturnReportForm,
        "settle": SettleForm,
        "ask_for_refund": SettleForm,
        "record_refund": RefundForm,
        "record_recovery": RefundForm,
        "terminate": TerminateForm,
        "end_early": TerminateForm,
        "call_off": CallOffForm,
    }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The report is handed in on its own page."""
        if self.move.name == "hand_in_report" and self.move.leaves(self.object.state):
            return redirect("grants:report", self.object.pk)
        return super().get(request, *args, **kwargs)

    def make_move(self, form: Any, **inputs: Any) -> None:
        """Signing keeps the scan as well; settling for less than the grant asks for the rest."""
        given = {
            "by": self.request.user,
            "seen": self.seen,
            "at": arrived_at(self.request),
            **inputs,
        }
        if self.move.name == "sign":
            sign_agreement(agreement=self.object, **given)
        elif self.move.name == "send_to_sign":
            self.send(given)
        elif self.move.name in {"record_refund", "record_recovery"}:
            take_refund(agreement=self.object, **given)
        elif self.move.name == "settle" and inputs["accepted"] < self.object.money_out():
            self.object.ask_for_refund(**given)
        else:
            super().make_move(form, **inputs)

    def send(self, given: dict[str, Any]) -> None:
        """Make the papers as they are now and send them; a template that does not fit says why."""
        try:
            papers = agreement_papers(self.object)
        except BadTemplate as wrong:
            raise GuardsFailed(wrong.sentences) from wrong
        given.pop("note", None)
        send_agreement(agreement=self.object, papers=papers, **given)

    def done_message(self) -> str:
        """What happened, in words that fit the move."""
        said = {
            "send_to_sign": _("Sent. The grantee has a letter with the way to the document."),
            "take_back": _(
                "Taken back. The grantee has a letter that the document does not count."
            ),
            "sign": _("Recorded. The transfer now waits among the payments.")
            if self.object.call.gives_money
            else _("Recorded. The work may begin: draw up what changes hands."),
            "return_report": _("Returned. The grantee has a letter with your words."),
            "settle": _("Settled. The grantee has a letter about it."),
            "ask_for_refund": _(
                "The grantee has a letter that says how much comes back and until when."
            ),
            "record_refund": _("The money is back, so the agreement is settled."),
            "resign": _("Given up. The staff have a letter with your reason."),
            "call_off": _("Terminated. The grantee has a letter that says what comes back."),
            "record_recovery": _("The money is back; it is free for the reserve list."),
            "terminate": _("Terminated. The grantee has a letter with the reason."),
        }
        made = (
            "ask_for_refund" if self.object.state == Agreement.States.REFUND_DUE else self.move.name
        )
        return said.get(made) or super().done_message()
