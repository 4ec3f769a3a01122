"""A form on one pair: its two sides fill it in, or staff for a side without an account; nobody else learns of it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.generic import View

from mentoring import rules
from mentoring.models import Pairing
from workflows.errors import MoveRefused
from workflows.forms import say_refusal


class InPair(LoginRequiredMixin, View):
    """A form on one pair for its mentor and its mentee; nobody else learns that it exists."""

    template_name = "mentoring/form.html"
    title: Any = ""
    label: Any = ""
    readers: Any = ""  # where it holds for the whole form; else each field says it
    pair: Pairing

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.pair = self.get_pair()
        if not self.may():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def may(self) -> bool:
        """Whether this person finds the form at all."""
        return rules.works_in_pair(self.request.user, self.pair)

    def get_pair(self) -> Pairing:
        rows = Pairing.objects.visible_to(self.request.user).with_people()
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(self.get_form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it; a refusal keeps everything typed and says why at the form."""
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            where = self.write(form)
        except MoveRefused as refusal:
            say_refusal(form, refusal)
            return self.page(form, status=refusal.status)
        return redirect(where)

    def get_form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def write(self, form: Any) -> Any:
        """Do what the form asks and return where to go on."""
        raise NotImplementedError

    def back(self) -> Any:
        """The object the page belongs to."""
        return self.pair

    def page(self, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "title": self.title,
            "submit_label": self.label,
            "pair": self.pair,
            "back": self.back().get_absolute_url(),
            "back_label": self.back().title_line,
            "readers": self.readers,
            "draft": f"{self.request.resolver_match.url_name}-{self.kwargs['pk']}",
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)
