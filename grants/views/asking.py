"""Somebody is asked by mail to take part in an application: a co-author, the patron of a group."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.generic import View

from grants.models import Application
from workflows.errors import MoveRefused


class AskingView(LoginRequiredMixin, View):
    """Base. What stands, for those who are in the application; its author asks here.

    `address` is the name of the view's own route, `said` the sentence after asking, with `%(email)s`.
    """

    form_class: type[Form]
    template_name: str
    address: str
    said: Any

    def ask(self, application: Application, given: dict[str, Any]) -> None:
        """Ask with what was typed; raises MoveRefused, or ValidationError for an address that cannot be asked."""
        raise NotImplementedError

    def context(self, application: Application) -> dict[str, Any]:
        """What the page shows beside the form."""
        raise NotImplementedError

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What stands; for the author with the form."""
        return self.page(self.application(), self.form_class())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask; a refusal keeps what was typed."""
        application, form = self.application(), self.form_class(request.POST)
        if not form.is_valid():
            return self.page(application, form, status=422)
        try:
            self.ask(application, form.cleaned_data)
        except MoveRefused as refusal:
            return self.page(application, form, refusal.sentences, status=refusal.status)
        except ValidationError as error:
            return self.page(application, form, error.messages, status=422)
        messages.success(request, self.said % {"email": form.cleaned_data["email"]})
        return redirect(self.address, application.pk)

    def application(self) -> Application:
        """The application of this address, for those who are in it."""
        rows = Application.objects.with_part_of(self.request.user).for_lists()
        return get_object_or_404(rows.select_related("answers"), pk=self.kwargs["pk"])

    def page(
        self, application: Application, form: Form, sentences: Any = (), *, status: int = 200
    ) -> HttpResponse:
        for sentence in sentences:
            form.add_error(None, sentence)
        context = {"object": application, "form": form, **self.context(application)}
        return TemplateResponse(self.request, self.template_name, context, status=status)
