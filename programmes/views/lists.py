"""The programmes, a new one, and a programme's moves."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from programmes import rules
from programmes.actions import begin_programme
from programmes.forms import NewProgrammeForm
from programmes.models import Programme
from workflows.views import ListView, MoveView


class ProgrammeList(ListView):
    """The programmes whose workspace one may open."""

    model = Programme
    select_related = ("funder",)
    template_name = "programmes/programmes.html"
    title = _("Programmes")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Add whether one may bring another in."""
        may_begin = rules.may_begin_programme(self.request.user, None)
        return super().get_context_data(may_begin=may_begin, **given)


class NewProgramme(LoginRequiredMixin, View):
    """Begin a programme without a file."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not rules.may_begin_programme(request.user, None):
            raise PermissionDenied(" ".join(rules.may_begin_programme.why_not(request.user, None)))
        return super().dispatch(request, *args, **kwargs)

    def page(self, form: NewProgrammeForm, status: int = 200) -> HttpResponse:
        """The page with the form."""
        return TemplateResponse(self.request, "programmes/new.html", {"form": form}, status=status)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(NewProgrammeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewProgrammeForm(request.POST)
        if not form.is_valid():
            return self.page(form, 422)
        programme = begin_programme(by=request.user, **form.cleaned_data)
        return redirect("programmes:description", programme.code)


class ProgrammeMove(MoveView):
    """Start, complete, close."""

    model = Programme
