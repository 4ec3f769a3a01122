"""The page on which staff bring in the sheets of a call that was assessed on paper."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants.forms.paper_sheets import PaperSheetsForm
from grants.importing.paper import Plan, apply_plan, plan_import, template_rows
from grants.views.assignment import CallPage
from grants.views.exports import as_file
from workflows.errors import MoveRefused


class PaperSheetsView(CallPage):
    """A table in, the difference first, then all of it or nothing."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The form; with `?as=xlsx` the table to fill in."""
        call = self.staffed_call(code)
        if "as" in request.GET:
            return as_file(template_rows(call), name=_("Assessments"), form="xlsx")
        return self.page(call, PaperSheetsForm())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Show what the table would do; with the digest of what was shown, do it."""
        call = self.staffed_call(code)
        form = PaperSheetsForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(call, form, status=422)
        content = form.cleaned_data["file"].read()
        plan, digest = plan_import(call, content), hashlib.sha256(content).hexdigest()
        if not plan.is_ready or form.cleaned_data["confirmed"] != digest:
            status = 422 if plan.problems else 200
            return self.page(call, PaperSheetsForm(), plan=plan, digest=digest, status=status)
        try:
            count = apply_plan(plan, by=request.user)
        except MoveRefused as refusal:
            plan.problems.extend(str(one) for one in refusal.sentences)
            return self.page(call, PaperSheetsForm(), plan=plan, status=refusal.status)
        said = ngettext(
            "%(count)d sheet was brought in.", "%(count)d sheets were brought in.", count
        )
        messages.success(request, said % {"count": count})
        return redirect("grants:call-assessors", call.code)

    def page(
        self,
        call: Any,
        form: PaperSheetsForm,
        *,
        plan: Plan | None = None,
        status: int = 200,
        **given: Any,
    ) -> HttpResponse:
        if given.get("digest") and plan and plan.is_ready:
            form = PaperSheetsForm(initial={"confirmed": given["digest"]})
        context = self.context(call, form=form, plan=plan)
        return TemplateResponse(self.request, "grants/paper_sheets.html", context, status=status)
