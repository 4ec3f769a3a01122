"""The budget of a programme or of a partner in it: begun where there is none, else its own page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from finance.actions.budgets import set_budget
from finance.forms import BudgetForm
from finance.models import Budget
from programmes.models import Programme


class ProgrammeBudget(LoginRequiredMixin, FormView[BudgetForm]):
    """For those who keep the programme's money, who are its team."""

    template_name = "finance/form.html"
    form_class = BudgetForm
    programme: Programme
    owner: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for a programme one may not see; to the budget's page where there is one already."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        visible = Programme.objects.visible_to(request.user).select_related("funder")
        self.programme = get_object_or_404(visible, code=kwargs["code"])
        self.owner = self.get_owner()
        known = Budget.objects.of(self.owner).first()
        return redirect(known) if known else super().dispatch(request, *args, **kwargs)

    def get_owner(self) -> Any:
        """Whose budget it is."""
        return self.programme

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Add the words of the page."""
        return super().get_context_data(**given) | {
            "title": gettext_lazy("Sums of the budget"),
            "submit_label": gettext_lazy("Save the sums"),
            "cancel_url": self.programme.get_absolute_url(),
            "lead": self.owner,
        }

    def form_valid(self, form: BudgetForm) -> HttpResponse:
        """Begin the budget with these sums, in the programme's currency."""
        sums = form.cleaned_data
        budget = set_budget(
            about=self.owner,
            programme=self.programme,
            currency=self.programme.currency,
            total=sums["stated_total"],
            grant=sums["stated_grant"],
            own=sums["stated_own"],
            by=self.request.user,
        )
        messages.success(self.request, _("The sums are saved."))
        return redirect(budget)

    def form_invalid(self, form: BudgetForm) -> HttpResponse:
        """The same page with what is wrong, answered 422."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PartnerBudget(ProgrammeBudget):
    """The budget of a partner."""

    def get_owner(self) -> Any:
        """The partner of the address."""
        return get_object_or_404(self.programme.partners, pk=self.kwargs["pk"])
