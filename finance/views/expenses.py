"""Documents that prove spending."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView

from finance.actions.expenses import record_expense
from finance.forms import ExpenseForm
from finance.models import ExpenseDocument
from workflows.errors import GuardsFailed
from workflows.views import ListView


class Expenses(ListView):
    """Every document of which a budget of this person carries a share."""

    model = ExpenseDocument
    template_name = "finance/expenses.html"
    title = gettext_lazy("Expenses")


class ExpensePage(LoginRequiredMixin, DetailView[ExpenseDocument]):
    """A document with the shares on this person's budgets; others' shares stay unnamed."""

    template_name = "finance/expense.html"

    def get_queryset(self) -> Any:
        """Those that are visible."""
        return ExpenseDocument.objects.visible_to(self.request.user).select_related("entered_by")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Add the visible shares."""
        shares = self.object.shares.visible_to(self.request.user)
        return super().get_context_data(**given) | {
            "shares": shares.select_related("line__budget__programme")
        }


class NewExpense(LoginRequiredMixin, FormView[ExpenseForm]):
    """Enter a document and charge it to a line; what is on record already gets the share."""

    template_name = "finance/expense_form.html"
    form_class = ExpenseForm

    def get_initial(self) -> dict[str, Any]:
        """Begin with the line whose button was pressed."""
        return {"line": self.request.GET.get("line"), "currency": "PLN"}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer only lines whose money this person keeps."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: ExpenseForm) -> HttpResponse:
        """Record it; what forbids it stands above the form, and everything typed stays."""
        try:
            document = record_expense(
                shares=[form.cleaned_data["share"]], by=self.request.user, **form.document_fields()
            )
        except GuardsFailed as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.form_invalid(form)
        messages.success(self.request, _("The expense is entered: %s.") % document)
        return redirect(document.get_absolute_url())

    def form_invalid(self, form: ExpenseForm) -> HttpResponse:
        """Answer 422 with the same page."""
        return self.render_to_response(self.get_context_data(form=form), status=422)
