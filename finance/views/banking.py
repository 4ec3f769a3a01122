"""Files for the bank and statements from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import DetailView, View

from finance import rules
from finance.actions.banking import (
    book_statement,
    keep_statement,
    make_transfer_file,
    matches_of,
    paid_sentence,
    set_payer_account,
)
from finance.banking import UnreadableStatement
from finance.forms.banking import PayerForm, StatementForm, TransferForm
from finance.models import BankStatement, PaymentOrder, TransferFile
from programmes.models import Programme
from workflows.errors import MoveRefused
from workflows.views import ListView
from workflows.views.moves import arrived_at

VERDICT_WORDS = {
    "matched": (pgettext_lazy("booking", "fits: will be confirmed"), "done"),
    "wrong_amount": (pgettext_lazy("booking", "another amount: look at it"), "returned"),
    "held": (pgettext_lazy("booking", "account not confirmed: look at it"), "returned"),
    "paid_already": (pgettext_lazy("booking", "confirmed already"), "paused"),
    "unmatched": (pgettext_lazy("booking", "no payment known"), "draft"),
}


class OfProgramme(LoginRequiredMixin, View):
    """Base of a form about one programme's money; 404 for whoever does not keep it."""

    template_name = "finance/form.html"
    title: Any = ""
    submit: Any = ""

    def programme(self, code: str) -> Programme:
        """The programme of the address, if this person keeps its money."""
        programme: Programme = get_object_or_404(
            Programme.objects.select_related("payer_account"), code=code
        )
        if not rules.keeps_money(self.request.user, PaymentOrder(programme=programme)):
            raise Http404
        return programme

    def page(
        self, programme: Programme, form: Any, *, status: int = 200, **given: Any
    ) -> HttpResponse:
        """The form with its words."""
        context = {
            "form": form,
            "programme": programme,
            "title": self.title,
            "submit_label": self.submit,
            "cancel_url": reverse("finance:payments"),
            "lead": programme.title,
            **given,
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def refused(self, programme: Programme, form: Any, sentences: list[str], status: int) -> Any:
        """The form again, everything kept, with what stands in the way."""
        for sentence in sentences:
            form.add_error(None, sentence)
        return self.page(programme, form, status=status)


class PayerView(OfProgramme):
    """From which account the programme pays."""

    title = gettext_lazy("The account that pays")
    submit = gettext_lazy("Save the account")

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The form with what stands."""
        programme = self.programme(code)
        account = getattr(programme, "payer_account", None)
        return self.page(programme, PayerForm(instance=account))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Keep it."""
        programme = self.programme(code)
        form = PayerForm(request.POST)
        if not form.is_valid():
            return self.page(programme, form, status=422)
        set_payer_account(programme=programme, by=request.user, **form.cleaned_data)
        messages.success(request, _("Transfers of this programme go out from this account now."))
        return redirect("finance:transfer-new", programme.code)


class TransferNewView(OfProgramme):
    """Choosing the transfers for one file."""

    template_name = "finance/transfer_form.html"
    title = gettext_lazy("A file for the bank")

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The planned transfers of the programme, all chosen."""
        programme = self.programme(code)
        return self.page(programme, TransferForm(programme=programme))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Write the file and order what stands in it."""
        programme = self.programme(code)
        form = TransferForm(request.POST, programme=programme)
        if not form.is_valid():
            return self.page(programme, form, status=422)
        try:
            made = make_transfer_file(
                programme=programme, by=request.user, at=arrived_at(request), **form.cleaned_data
            )
        except MoveRefused as refusal:
            return self.refused(programme, form, refusal.sentences, refusal.status)
        messages.success(request, _("The file is ready. Download it and give it to the bank."))
        return redirect(made.get_absolute_url())

    def page(self, programme: Programme, form: Any, *, status: int = 200, **given: Any) -> Any:
        """With the payments and the account that pays."""
        account = getattr(programme, "payer_account", None)
        return super().page(
            programme, form, status=status, account=account, payments=form.payments, **given
        )


class TransferView(LoginRequiredMixin, DetailView[TransferFile]):
    """One file with its transfers."""

    template_name = "finance/transfer.html"

    def get_queryset(self) -> Any:
        """Those of the programmes whose money this person keeps."""
        return TransferFile.objects.visible_to(self.request.user).select_related(
            "programme", "made_by"
        )

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Add the bytes and the payments."""
        return super().get_context_data(
            file=self.object.file(), payments=list(self.object.payments.all()), **given
        )


class Transfers(ListView):
    """Files that went to the bank, the newest first."""

    model = TransferFile
    template_name = "finance/transfers.html"
    title = gettext_lazy("Files for the bank")
    select_related = ("programme", "made_by")


class StatementNewView(OfProgramme):
    """Uploading a statement: it is read, and nothing is paid yet."""

    title = gettext_lazy("A statement from the bank")
    submit = gettext_lazy("Read it")

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The form."""
        return self.page(self.programme(code), StatementForm())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Read it, or say in a sentence why it cannot be read."""
        programme = self.programme(code)
        form = StatementForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(programme, form, status=422)
        upload = form.cleaned_data["file"]
        try:
            statement = keep_statement(
                programme=programme, name=upload.name, content=upload.read(), by=request.user
            )
        except UnreadableStatement as wrong:
            form.add_error("file", str(wrong))
            return self.page(programme, form, status=422)
        return redirect(statement.get_absolute_url())


class StatementView(LoginRequiredMixin, View):
    """What a statement would do, and after that what it did."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The bookings with what becomes of each."""
        return self.page(self.statement(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Confirm what fits; a second click just goes on."""
        statement = self.statement(pk)
        if statement.booked_at is not None:
            messages.info(request, _("This was already done."))
            return redirect(statement.get_absolute_url())
        try:
            count = book_statement(statement=statement, by=request.user, at=arrived_at(request))
        except MoveRefused as refusal:
            return self.page(statement, sentences=refusal.sentences, status=refusal.status)
        messages.success(request, paid_sentence(count))
        return redirect(statement.get_absolute_url())

    def statement(self, pk: int) -> BankStatement:
        """The statement, if this person keeps its programme's money."""
        rows = BankStatement.objects.visible_to(self.request.user).select_related("programme")
        return get_object_or_404(rows, pk=pk)

    def page(
        self, statement: BankStatement, *, sentences: Any = (), status: int = 200
    ) -> HttpResponse:
        """The dry run."""
        matches = matches_of(statement)
        rows = [(one, *VERDICT_WORDS[one.verdict]) for one in matches]
        context = {
            "statement": statement,
            "rows": rows,
            "fitting": sum(one.verdict == "matched" for one in matches),
            "incoming": len(statement.bookings) - len(matches),
            "sentences": sentences,
        }
        return TemplateResponse(self.request, "finance/statement.html", context, status=status)


class Statements(ListView):
    """Statements that were read, the newest first."""

    model = BankStatement
    template_name = "finance/statements.html"
    title = gettext_lazy("Bank statements")
    select_related = ("programme",)
