"""Writing a report in its questionnaire: page by page, saving itself, handed in once complete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy

from grants.actions.answering import attach_to_report, detach_from_report, save_words
from grants.actions.volunteering import own_cash, worth_of_work
from grants.rules import agreement as rules
from questionnaires.forms import AnswersForm, Page, part_of
from questionnaires.models import Saved
from questionnaires.views.form_pages import FormPages, SavesItself, Uploads, Written


class OfReport(Written):
    """Base. One report; only the grantee writes."""

    def keep(self, about: Any, answers: Mapping[str, Any], page: Page) -> Saved:
        return save_words(report=about, typed=answers, page=page, by=self.request.user)


class AnsweringView(OfReport, FormPages):
    """Base. The form of one report."""

    template_name: str

    handed_in = gettext_lazy("The report is handed in. We will check it and write to you.")

    def save_address(self, report: Any) -> str:
        """Where the page saves itself."""
        raise NotImplementedError

    def attach(self, about: Any, came: Uploads) -> list[str]:
        return attach_to_report(report=about, uploads=came, by=self.request.user)

    def detach(self, about: Any, key: str, file: str) -> None:
        detach_from_report(report=about, key=key, file=file, by=self.request.user)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A page of the form with what is there."""
        report = self.written()
        if not report.is_written or not rules.is_grantee(request.user, report.agreement):
            return self.read(report)
        return self.page(report, report.form(check=False, part=part_of(request)))

    def read(self, report: Any) -> HttpResponse:
        """What those get who do not write now."""
        return redirect(report)

    def page(self, about: Any, form: AnswersForm, **given: Any) -> HttpResponse:
        """The form with the figures that Tandem adds by itself."""
        report, agreement, status = about, about.agreement, given.pop("status", 200)
        context = {
            "agreement": agreement,
            **self.as_drawn(report, form),
            "save_address": self.save_address(report),
            "spent": agreement.spent_from_grant(),
            "cash": own_cash(agreement),
            "work": worth_of_work(agreement),
            "back_label": agreement.title_line,
            **given,
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)


class AnswersSaveView(OfReport, SavesItself):
    """Base. What the page of a report saves by itself."""
