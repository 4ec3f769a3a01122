"""Budgets: planned, spent, left."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView

from finance.actions.budgets import add_budget_line, set_budget
from finance.forms import BudgetForm, LineForm
from finance.models import Budget, BudgetLine, ExpenseShare
from finance.money import AmountField, Money
from workflows.inbox import fetch_objects
from workflows.views import ListView


class Budgets(ListView):
    """Every budget this person keeps, with what is planned, spent and left."""

    model = Budget
    template_name = "finance/home.html"
    title = gettext_lazy("Money")
    select_related = ("programme", "about_type")

    def get_queryset(self) -> Any:
        """Annotated: `planned` and `spent`, each one query for all rows."""
        lines = BudgetLine.objects.filter(budget=OuterRef("pk")).order_by().values("budget")
        shares = ExpenseShare.objects.filter(
            line__budget=OuterRef("pk"), document__paid_on__isnull=False
        )
        spent = shares.order_by().values("line__budget").annotate(sum=Sum("charged"))
        return (
            super()
            .get_queryset()
            .annotate(
                planned=Subquery(lines.annotate(sum=Sum("amount")).values("sum")),
                spent=Coalesce(
                    Subquery(spent.values("sum")), Decimal(0), output_field=AmountField()
                ),
            )
        )

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Fetch whose budget each is, a query for each kind of owner."""
        context = super().get_context_data(**given)
        fetch_objects(context["object_list"])
        return context


class BudgetPage(LoginRequiredMixin, DetailView[Budget]):
    """One budget: its sums, its lines with their spending, and what was charged last."""

    template_name = "finance/budget.html"
    LAST = 25

    def get_queryset(self) -> Any:
        """Those whose money this person keeps."""
        return Budget.objects.visible_to(self.request.user).select_related("programme")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Add the lines as (line, planned, spent, left), their sums, and the newest shares."""
        budget = self.object
        lines = BudgetLine.objects.filter(budget=budget).with_spending()
        rows = [_row(line, budget.currency) for line in lines]
        shares = ExpenseShare.objects.filter(line__budget=budget).select_related("document", "line")
        zero = Money.zero(budget.currency)
        return super().get_context_data(**given) | {
            "rows": rows,
            "planned": sum((row["planned"] for row in rows), zero),
            "spent": sum((row["spent"] for row in rows), zero),
            "left": sum((row["left"] for row in rows), zero),
            "shares": shares.order_by("-document__issued_on", "-pk")[: self.LAST],
        }


def _row(line: Any, currency: str) -> dict[str, Any]:
    planned, spent = Money(line.amount, currency), Money(line.spent, currency)
    return {
        "line": line,
        "planned": planned,
        "spent": spent,
        "left": planned - spent,
        "percent": spent.share_of(planned),
    }


class OfBudget(LoginRequiredMixin, FormView[Any]):
    """A form about one budget; afterwards back to its page."""

    template_name = "finance/form.html"
    title: Any
    submit: Any

    @cached_property
    def budget(self) -> Budget:
        """The budget of the address, if this person keeps its money."""
        rows = Budget.objects.visible_to(self.request.user).select_related("programme")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Add the words of the page."""
        back = self.budget.get_absolute_url()
        return super().get_context_data(**given) | {
            "title": self.title,
            "submit_label": self.submit,
            "cancel_url": back,
            "lead": self.budget.about,
        }

    def form_invalid(self, form: Any) -> HttpResponse:
        """The same page with what is wrong, answered 422."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_success_url(self) -> str:
        """The budget's page."""
        return self.budget.get_absolute_url()


class EditBudget(OfBudget):
    form_class = BudgetForm
    title = gettext_lazy("Sums of the budget")
    submit = gettext_lazy("Save the sums")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Bind the form to the budget."""
        return super().get_form_kwargs() | {"instance": self.budget}

    def form_valid(self, form: BudgetForm) -> HttpResponse:
        """Write the sums; the model's own checks have been asked."""
        budget, sums = self.budget, form.cleaned_data
        set_budget(
            about=budget.about,
            programme=budget.programme,
            currency=budget.currency,
            by=self.request.user,
            total=sums["stated_total"],
            grant=sums["stated_grant"],
            own=sums["stated_own"],
        )
        messages.success(self.request, _("The sums are saved."))
        return redirect(budget.get_absolute_url())


class NewLine(OfBudget):
    form_class = LineForm
    title = gettext_lazy("A new budget line")
    submit = gettext_lazy("Add the line")

    def form_valid(self, form: LineForm) -> HttpResponse:
        """Add the line at the end; a code used twice is said at its field."""
        line = form.cleaned_data
        try:
            with transaction.atomic():
                add_budget_line(
                    budget=self.budget,
                    code=line["code"],
                    name=line["name"],
                    amount=line["amount"],
                    source=line["source"],
                    by=self.request.user,
                )
        except IntegrityError:
            form.add_error("code", _("This budget already has a line with that code."))
            return self.form_invalid(form)
        messages.success(self.request, _("The line is added."))
        return redirect(reverse("finance:budget", args=[self.kwargs["pk"]]))
