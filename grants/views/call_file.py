"""Calls as files: brought in with the difference shown first, taken out, copied."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from grants.actions.copying import copy_call
from grants.forms.call import activities_of
from grants.forms.call_file import CallFileForm, CopyForm
from grants.importing.calls import call_files, example_for, write_call
from grants.models import Call
from grants.views.setup import call_run_by
from programmes.views.importing import ApplyView, Importing, UploadView
from workflows.errors import MoveRefused


class CallImporting(Importing):
    """For whoever may set up a call."""

    files = call_files
    form_class = CallFileForm
    title = gettext_lazy("Bring in a call")
    not_yours = gettext_lazy("Those who run this programme bring its calls in.")
    back = ("grants:call-list", gettext_lazy("Calls"))
    apply_name = "grants:call-import-apply"
    template_name = "grants/call_import.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for those who run no grant activity."""
        if request.user.is_authenticated:
            get_object_or_404(activities_of(request.user)[:1])
        return super().dispatch(request, *args, **kwargs)

    def around(self) -> dict[str, Any]:
        """Adds an `example` of a file, for an activity of this person's."""
        activities = activities_of(self.request.user)
        return {**super().around(), "example": example_for(activities.first())}


class CallUploadView(CallImporting, UploadView):
    """Send a file and see what it would change."""


class CallApplyView(CallImporting, ApplyView):
    """Apply what was shown and go on to the chapters."""

    def next_url(self, subject: Call) -> str:
        """The chapters of the call."""
        return reverse("grants:call-edit", args=[subject.code])


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
