"""A programme file brought in by page: sent, its difference shown, applied."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from programmes import rules
from programmes.forms import ApplyForm, UploadForm
from programmes.importing import NotImported, apply_text, compare_text
from programmes.importing.running import may_import


class Importing(LoginRequiredMixin, View):
    """Both steps: for whoever runs some programme."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not rules.may_begin_programme(request.user, None):
            raise PermissionDenied(" ".join(rules.may_begin_programme.why_not(request.user, None)))
        return super().dispatch(request, *args, **kwargs)

    def page(self, form: UploadForm, status: int = 200, **given: Any) -> HttpResponse:
        """The page: the form, and the difference or the problems when there are some."""
        return TemplateResponse(
            self.request, "programmes/import.html", {"form": form, **given}, status=status
        )

    def difference(self, content: str) -> HttpResponse:
        """What the file would change, with a button to apply exactly that; or what is wrong in it."""
        if not may_import(self.request.user, content):
            form = UploadForm()
            return self.page(
                form, 403, refusal=_("Those who run this programme bring its file in.")
            )
        try:
            result = compare_text(content, by=self.request.user)
        except NotImported as refusal:
            return self.page(UploadForm(), 422, problems=refusal.problems)
        apply_form = ApplyForm(initial={"content": content, "seen": result.fingerprint})
        return self.page(UploadForm(), result=result, apply_form=apply_form)


class Upload(Importing):
    """Send a file and see what it would change."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, 422)
        return self.difference(form.cleaned_data["file"])


class Apply(Importing):
    """Apply the difference that was shown; when it is another by now, show that one."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ApplyForm(request.POST)
        if not form.is_valid():
            refusal = _("The file did not come back as it was sent. Choose it again.")
            return self.page(UploadForm(), 422, refusal=refusal)
        content, seen = form.cleaned_data["content"], form.cleaned_data["seen"]
        if not may_import(request.user, content):
            return self.difference(content)
        try:
            result = apply_text(content, by=request.user, seen=seen)
        except NotImported:
            return self.difference(content)
        return redirect(result.programme)
