"""The template of an edition's plans, and a pair that starts from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.views.generic import View

from mentoring import rules
from mentoring.actions import keep_template, start_from_template
from mentoring.forms import TemplateFormSet, rows_typed, template_rows
from mentoring.models import Pairing
from workflows.errors import MoveRefused

from .staff import ForStaff


class PlanTemplate(ForStaff):
    """Staff write the milestones from which every pair of the edition starts."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(TemplateFormSet(initial=template_rows(self.object)))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Keep the rows; a mistake is named at its row, and everything typed stays."""
        rows = TemplateFormSet(request.POST, initial=template_rows(self.object))
        if not rows.is_valid():
            return self.page(rows, status=422)
        try:
            keep_template(edition=self.object, rows=rows_typed(rows, self.object), by=request.user)
        except MoveRefused as refusal:
            return self.page(rows, reasons=refusal.sentences, status=refusal.status)
        messages.success(request, gettext("The template is saved."))
        return redirect(f"{self.object.get_absolute_url()}#template")

    def page(self, rows: Any, *, reasons: Any = (), status: int = 200) -> HttpResponse:
        context = {"edition": self.object, "rows": rows, "reasons": reasons}
        return TemplateResponse(
            self.request, "mentoring/plan_template.html", context, status=status
        )


class StartFromTemplate(LoginRequiredMixin, View):
    """One press puts what the edition proposes into the pair's plan."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Pairing.objects.visible_to(request.user).with_people()
        pair = get_object_or_404(rows, pk=pk)
        if not rules.works_in_pair(request.user, pair):
            raise Http404
        try:
            made = len(start_from_template(pairing=pair, by=request.user))
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            said = ngettext(
                "%(count)d milestone is in your plan. Change it as you need it.",
                "%(count)d milestones are in your plan. Change them as you need them.",
                made,
            )
            messages.success(request, said % {"count": made})
        return redirect(f"{pair.get_absolute_url()}#plan")
