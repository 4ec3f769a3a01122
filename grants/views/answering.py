"""Writing a report in its questionnaire: page by page, saving itself, handed in once complete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from grants.actions.answering import attach_to_report, detach_from_report, save_words
from grants.actions.volunteering import own_cash, worth_of_work
from grants.models.answered import Answered
from grants.rules import agreement as rules
from grants.views.writing import both_texts
from questionnaires.forms import AnswersForm, Page, buttons_of, part_of, touched, typed, uploads
from questionnaires.models import Conflict
from workflows.errors import MoveRefused
from workflows.views.moves import arrived_at

CONFLICT, GONE = 409, 410  # the script reads 409 as two texts for one answer


class AnsweringView(LoginRequiredMixin, View):
    """Base. The form of one report; only the grantee writes."""

    template_name: str

    def report(self, pk: int) -> Any:
        """The report of this address, if this person may see it; 404 otherwise."""
        raise NotImplementedError

    def hand_over(self, report: Any) -> Any:
        """Make the move that hands the report in; return where to go then."""
        raise NotImplementedError

    def save_address(self, report: Any) -> str:
        """Where the page saves itself."""
        raise NotImplementedError

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A page of the form with what is there."""
        report = self.report(pk)
        if not report.is_written or not rules.is_grantee(request.user, report.agreement):
            return self.read(report)
        return self.page(report, report.form(check=False, part=part_of(request)))

    def read(self, report: Any) -> HttpResponse:
        """What those get who do not write now."""
        return redirect(report)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the page, then stay, go on, or hand the report in."""
        report = self.report(pk)
        form = report.form(check=False, part=part_of(request))
        answers, page = typed(form.page.blocks, request.POST), Page.posted(request.POST)
        try:
            saved = save_words(report=report, typed=answers, page=page, by=request.user)
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

    def files(self, report: Answered, form: AnswersForm) -> list[str]:
        """Attach what came and take away what was asked to go; sentences for what was not taken."""
        question, file = buttons_of(form.page.blocks, self.request.POST).detached
        if file:
            detach_from_report(report=report, key=question, file=file, by=self.request.user)
        came = uploads(form.page.blocks, self.request.FILES)
        return attach_to_report(report=report, uploads=came, by=self.request.user)

    def conflict(
        self, report: Any, form: AnswersForm, conflicts: Mapping[str, Conflict]
    ) -> HttpResponse:
        """The page with both texts of each field that another window changed meanwhile."""
        mine = {key: conflict.mine for key, conflict in conflicts.items()}
        both = AnswersForm(form.blocks, report.answers.values | mine, part=form.part)
        return self.page(report, both, conflicts=both_texts(both, conflicts), status=409)

    def onward(self, report: Any, form: AnswersForm) -> HttpResponse:
        """Where the button leads, everything being saved."""
        here = self.request.path
        inside = buttons_of(form.page.blocks, self.request.POST)
        if inside:
            return redirect(f"{here}?part={form.part}#{inside.anchor}")
        if "hand_in" in self.request.POST:
            return self.hand_in(report, form.part)
        part = form.part if form.is_last or "next" not in self.request.POST else form.part + 1
        messages.success(self.request, _("Saved. You can close this page and come back."))
        return redirect(f"{here}?part={part}")

    def hand_in(self, report: Any, part: int) -> HttpResponse:
        """Hand in, or show every field and fact that stands in the way."""
        judged = report.form(check=True, part=part)
        if judged.missing():
            return self.page(report, judged, status=422)
        try:
            then = self.hand_over(report)
        except MoveRefused as refusal:
            return self.page(report, judged, sentences=refusal.sentences, status=refusal.status)
        messages.success(
            self.request, _("The report is handed in. We will check it and write to you.")
        )
        return redirect(then)

    def page(self, report: Any, form: AnswersForm, **given: Any) -> HttpResponse:
        """The form with the figures that Tandem adds by itself."""
        agreement, status = report.agreement, given.pop("status", 200)
        missing = form.missing() if form.is_bound else []
        context = {
            "agreement": agreement,
            "form": form,
            "missing": missing,
            "steps": form.steps(
                address=self.request.path,
                missing=missing or report.missing(),
                seen=report.answers.saved_at is not None,
            ),
            "page": Page.drawn(report.answers.version),
            "saved_at": report.answers.saved_at,
            "save_address": self.save_address(report),
            "spent": agreement.spent_from_grant(),
            "cash": own_cash(agreement),
            "work": worth_of_work(agreement),
            "back_label": agreement.title_line,
            **given,
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)


class AnswersSaveView(LoginRequiredMixin, View):
    """Base. What the page saves by itself: only the fields touched since the last answer."""

    def report(self, pk: int) -> Any:
        """The report of this address, if this person may see it; 404 otherwise."""
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer with what the page needs next; 409 with both texts when somebody was faster."""
        report = self.report(pk)
        blocks = report.form(check=False, part=part_of(request)).page.blocks
        keys = touched(blocks, request.POST.getlist("_changed"))
        answers = {key: value for key, value in typed(blocks, request.POST).items() if key in keys}
        page = Page.posted(request.POST)
        try:
            saved = save_words(report=report, typed=answers, page=page, by=request.user)
        except MoveRefused as refusal:
            status = GONE if refusal.status == CONFLICT else refusal.status
            return JsonResponse({"sentences": refusal.sentences}, status=status)
        answer = {
            "version": page.seen,
            "saved_at": timezone.localtime(arrived_at(request)).strftime("%H:%M"),
            "conflicts": both_texts(AnswersForm(blocks), saved.conflicts),
        }
        return JsonResponse(answer, status=409 if saved.conflicts else 200)
