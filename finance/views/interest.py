"""The table of interest rates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from finance.actions.interest import keep_rate, may_keep_rates
from finance.forms.interest import RateForm
from finance.models import InterestRate


class RatesView(LoginRequiredMixin, View):
    """The rates as announced, and a form for the next one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """For those who keep some programme's money."""
        if request.user.is_authenticated and not may_keep_rates(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The table."""
        return self.page(RateForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep a rate; the same first day again corrects it."""
        form = RateForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        keep_rate(by=request.user, **form.cleaned_data)
        messages.success(request, _("The rate is kept."))
        return redirect("finance:rates")

    def page(self, form: RateForm, *, status: int = 200) -> HttpResponse:
        """The table with the form."""
        context = {"form": form, "rates": InterestRate.objects.all()}
        return TemplateResponse(self.request, "finance/rates.html", context, status=status)
