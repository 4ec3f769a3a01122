"""Calls as files: brought in with the difference shown first, taken out, copied."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from grants.actions.copying import copy_call
from grants.forms.call import activities_of
from grants.forms.call_file import CallFileForm, CopyForm
from grants.importing.calls import apply_text, compare_text, may_import, write_call
from grants.views.setup import call_run_by
from programmes.forms import ApplyForm
from programmes.importing import NotImported
from workflows.errors import MoveRefused


class Importing(LoginRequiredMixin, View):
    """Both steps: for whoever may set up a call."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for those who run no grant activity."""
        if request.user.is_authenticated:
            get_object_or_404(activities_of(request.user)[:1])
        return super().dispatch(request, *args, **kwargs)

    def page(self, form: CallFileForm, status: int = 200, **given: Any) -> HttpResponse:
        """The page: the form, and the difference or the problems when there are some."""
        context = {"form": form, **given}
        return TemplateResponse(self.request, "grants/call_import.html", context, status=status)

    def difference(self, content: str) -> HttpResponse:
        """What the file would change, with a button to apply exactly that; or what is wrong in it."""
        if not may_import(self.request.user, content):
            refusal = _("Those who run this programme bring its calls in.")
            return self.page(CallFileForm(), 403, refusal=refusal)
        try:
            result = compare_text(content, by=self.request.user)
        except NotImported as refused:
            return self.page(CallFileForm(), 422, problems=refused.problems)
        apply_form = ApplyForm(initial={"content": content, "seen": result.fingerprint})
        return self.page(CallFileForm(), result=result, apply_form=apply_form)


class CallUploadView(Importing):
    """Send a file and see what it would change."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form."""
        return self.page(CallFileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """The difference."""
        form = CallFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, 422)
        return self.difference(form.cleaned_data["file"])


class CallApplyView(Importing):
    """Apply the difference that was shown; when it is another by now, show that one."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Apply it and go on to the chapters."""
        form = ApplyForm(request.POST)
        if not form.is_valid():
            return redirect("grants:call-import")
        content, seen = form.cleaned_data["content"], form.cleaned_data["seen"]
        if not may_import(request.user, content):
            return self.difference(content)
        try:
            result = apply_text(content, by=request.user, seen=seen)
        except NotImported:
            return self.difference(content)
        return redirect("grants:call-edit", result.call.code)


class CallFileView(LoginRequiredMixin, View):
    """A call as a file to keep or to change."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The YAML, as a download."""
        call = call_run_by(request.user, code)
        answer = HttpResponse(write_call(call), content_type="application/yaml; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{call.code}.yaml"'
        return answer


class CallCopyView(LoginRequiredMixin, View):
    """A new call with the rules of an earlier one."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Ask what it is called and when it opens."""
        call = call_run_by(request.user, code)
        return self._page(CopyForm(call=call), call)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Copy it and go on to its chapters."""
        call = call_run_by(request.user, code)
        form = CopyForm(request.POST, call=call)
        if not form.is_valid():
            return self._page(form, call, 422)
        given = form.cleaned_data
        try:
            copied = copy_call(
                call=call,
                code=given["code"],
                opens_on=given["opens_on"],
                title=form.title(),
                by=request.user,
            )
        except MoveRefused as refusal:
            form.add_error("opens_on", refusal.sentences)
            return self._page(form, call, refusal.status)
        messages.success(request, _("The copy is made. Now go through its rules."))
        return redirect("grants:call-edit", copied.code)

    def _page(self, form: CopyForm, call: Any, status: int = 200) -> HttpResponse:
        context = {"form": form, "call": call}
        return TemplateResponse(self.request, "grants/call_copy.html", context, status=status)
