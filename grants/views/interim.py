"""The interim report: written page by page, read, judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from grants.actions.interim import attach_to_interim, detach_from_interim, save_interim
from grants.actions.volunteering import own_cash, worth_of_work
from grants.forms.agreement import ReturnReportForm
from grants.models import InterimReport
from grants.rules import interim as rules
from grants.views.writing import both_texts
from questionnaires.forms import AnswersForm, Page, buttons_of, part_of, typed, uploads
from questionnaires.models import Conflict
from workflows.errors import MoveRefused
from workflows.views import MoveView, ObjectView
from workflows.views.moves import arrived_at


class InterimView(ObjectView):
    """What was handed in last, with the figures of that day."""

    model = InterimReport
    template_name = "grants/interim.html"

    def get_queryset(self) -> Any:
        """With the agreement."""
        rows: Any = super().get_queryset()
        return rows.for_pages()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the frozen words and figures, and whether this person writes."""
        report = self.object
        frozen = report.submissions.last()
        return super().get_context_data(
            agreement=report.agreement,
            submission=frozen,
            parts=frozen.read() if frozen else [],
            writes=report.is_written and rules.is_grantee(self.request.user, report),
            back=report.agreement.get_absolute_url(),
            back_label=report.agreement.title_line,
            **given,
        )


class InterimWriteView(LoginRequiredMixin, View):
    """The form; only the grantee writes."""

    def report(self, pk: int) -> InterimReport:
        """The report, if this person may see it."""
        rows = InterimReport.objects.visible_to(self.request.user).for_pages()
        return get_object_or_404(rows.select_related("answers__questions"), pk=pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A page of the form with what is there."""
        report = self.report(pk)
        reasons = rules.is_grantee.why_not(request.user, report)
        if not reasons and not report.is_written:
            reasons = [_("This report is handed in and frozen.")]
        if reasons:
            messages.warning(request, " ".join(reasons))
            return redirect(report)
        return self.page(report, report.form(check=False, part=part_of(request)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the page, then stay, go on, or hand the report in."""
        report = self.report(pk)
        form = report.form(check=False, part=part_of(request))
        answers, page = typed(form.page.blocks, request.POST), Page.posted(request.POST)
        try:
            saved = save_interim(report=report, typed=answers, page=page, by=request.user)
            refused = self.files(report, form)
        except MoveRefused as refusal:
            again = AnswersForm(form.blocks, answers, part=form.part)
            return self.page(
                report, again, sentences=refusal.sentences, frozen=True, status=refusal.status
            )
        report = self.report(pk)
        if saved.conflicts:
            return self.conflict(report, form, saved.conflicts)
        if refused:
            form = report.form(check=False, part=form.part)
            return self.page(report, form, sentences=refused, status=422)
        return self.onward(report, form)

    def files(self, report: InterimReport, form: AnswersForm) -> list[str]:
        """Attach what came and take away what was asked to go; sentences for what was not taken."""
        question, file = buttons_of(form.page.blocks, self.request.POST).detached
        if file:
            detach_from_interim(report=report, key=question, file=file, by=self.request.user)
        came = uploads(form.page.blocks, self.request.FILES)
        return attach_to_interim(report=report, uploads=came, by=self.request.user)

    def conflict(
        self, report: InterimReport, form: AnswersForm, conflicts: Mapping[str, Conflict]
    ) -> HttpResponse:
        """The page with both texts of each field that another window changed meanwhile."""
        mine = {key: conflict.mine for key, conflict in conflicts.items()}
        both = AnswersForm(form.blocks, report.answers.values | mine, part=form.part)
        return self.page(report, both, conflicts=both_texts(both, conflicts), status=409)

    def onward(self, report: InterimReport, form: AnswersForm) -> HttpResponse:
        """Where the button leads, everything being saved."""
        here = reverse("grants:interim-write", args=[report.pk])
        inside = buttons_of(form.page.blocks, self.request.POST)
        if inside:
            return redirect(f"{here}?part={form.part}#{inside.anchor}")
        if "hand_in" in self.request.POST:
            return self.hand_in(report, form.part)
        part = form.part if form.is_last or "next" not in self.request.POST else form.part + 1
        messages.success(self.request, _("Saved. You can close this page and come back."))
        return redirect(f"{here}?part={part}")

    def hand_in(self, report: InterimReport, part: int) -> HttpResponse:
        """Hand in, or show every field and fact that stands in the way."""
        judged = report.form(check=True, part=part)
        if judged.missing():
            return self.page(report, judged, status=422)
        try:
            report.hand_in(by=self.request.user, at=arrived_at(self.request))
        except MoveRefused as refusal:
            return self.page(report, judged, sentences=refusal.sentences, status=refusal.status)
        messages.success(
            self.request, _("The report is handed in. We will check it and write to you.")
        )
        return redirect(report)

    def page(self, report: InterimReport, form: AnswersForm, **given: Any) -> HttpResponse:
        """The form with the figures that Tandem adds by itself."""
        agreement, status = report.agreement, given.pop("status", 200)
        context = {
            "object": report,
            "agreement": agreement,
            "form": form,
            "missing": form.missing() if form.is_bound else [],
            "page": Page.drawn(report.answers.version),
            "spent": agreement.spent_from_grant(),
            "cash": own_cash(agreement),
            "work": worth_of_work(agreement),
            "back": report.get_absolute_url(),
            "back_label": agreement.title_line,
            **given,
        }
        return TemplateResponse(self.request, "grants/interim_form.html", context, status=status)


class InterimMoveView(MoveView):
    """A move of an interim report; it is handed in on its own page."""

    model = InterimReport
    forms = {"give_back": ReturnReportForm}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Handing in is done where the report is written."""
        if self.move.name == "hand_in" and self.move.leaves(self.object.state):
            return redirect("grants:interim-write", self.object.pk)
        return super().get(request, *args, **kwargs)

    def done_message(self) -> str:
        """What happened, in words that fit the move."""
        said = {
            "give_back": _("Returned. The grantee has a letter with your words."),
            "accept": _("Accepted. A tranche that waited for it is among the payments."),
        }
        return said.get(self.move.name) or super().done_message()
