"""Hours of mentors: one's own months, a month to sign, all mentors of an edition, what a contract says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import View

from mentoring import rules
from mentoring.actions import keep_contract
from mentoring.documents.timesheet import hours_table, timesheet_paper
from mentoring.forms import ContractForm
from mentoring.models import Enrolment, Timesheet
from mentoring.models.contract import contract_of
from mentoring.models.timesheet import every_month, first_of, timesheets
from workflows import clock
from workflows.errors import MoveRefused
from workflows.spreadsheets import CSV, XLSX, Table, comma_separated, workbook

from .papers import private_file
from .staff import ForStaff


def mentors(user: Any) -> QuerySet[Any]:
    """Applications of mentors that `user` may see, with all that a sheet needs."""
    rows = Enrolment.objects.visible_to(user).accepted_as("mentor")
    return rows.select_related("person", "contract", "edition__activity__programme__funder")


class MyMonths(LoginRequiredMixin, View):
    """A mentor's own months, the latest first, in every edition."""

    def get(self, request: HttpRequest) -> HttpResponse:
        mine = mentors(request.user).filter(person__user=request.user.pk)
        found = every_month(list(mine.order_by("-pk")), clock.today())
        sheets = [
            {"sheet": now, "months": months, "contract": contract_of(now.enrolment)}
            for now, *months in found
        ]
        context = {"title": _("My hours"), "sheets": sheets}
        return TemplateResponse(request, "mentoring/my_months.html", context)


class MonthPage(LoginRequiredMixin, View):
    """One month of a mentor: what counts, what does not and why, what still waits."""

    def get(self, request: HttpRequest, pk: int, year: int, month: int) -> HttpResponse:
        sheet = self.sheet(pk, year, month)
        runs = rules.is_staff(request.user, sheet.enrolment)
        back = "mentoring:edition-hours" if runs else "mentoring:timesheets"
        context = {
            "title": _("Timesheet: %(month)s") % {"month": date_format(sheet.month, "F Y")},
            "sheet": sheet,
            "runs": runs,
            "contract": contract_of(sheet.enrolment),
            "states": rules.states_hours(request.user, sheet.enrolment),
            "back": back,
        }
        return TemplateResponse(request, "mentoring/timesheet.html", context)

    def sheet(self, pk: int, year: int, month: int) -> Timesheet:
        """The sheet of the address; Http404 for a month that no calendar has."""
        enrolment = get_object_or_404(mentors(self.request.user), pk=pk)
        try:
            day = date(year, month, 1)
        except (OverflowError, ValueError) as error:
            raise Http404 from error
        return timesheets([enrolment], day)[0]


class MonthPaper(MonthPage):
    """The same month as PDF to sign."""

    def get(self, request: HttpRequest, pk: int, year: int, month: int) -> HttpResponse:
        sheet = self.sheet(pk, year, month)
        if not sheet.lines:
            raise Http404
        parts = [_("timesheet"), sheet.enrolment.person.family_name, f"{sheet.month:%Y-%m}"]
        name = "-".join(parts)
        return private_file(timesheet_paper(sheet), name=name, ending="pdf", kind="application/pdf")


class EditionHours(ForStaff):
    """All mentors of an edition in one month, with their limits; also as a file."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        month = self.month(request.GET.get("month", ""))
        rows = mentors(request.user).filter(edition=self.object)
        sheets = timesheets(list(rows.order_by("person__sort_key", "pk")), month)
        if form := request.GET.get("as", ""):
            return self.file(sheets, month, form)
        context = {
            "title": _("Hours of mentors"),
            "object": self.object,
            "sheets": sheets,
            "month": month,
            "together": sum(each.minutes for each in sheets),
            "supervisions": self.object.supervisions.order_by("-starts_at", "-pk"),
            "query": f"month={month:%Y-%m}",
            "back": self.object.get_absolute_url(),
            "back_label": str(self.object),
        }
        return TemplateResponse(request, "mentoring/edition_hours.html", context)

    def month(self, typed: str) -> date:
        """The month asked for as “2026-05”; this month when it cannot be read."""
        try:
            return date.fromisoformat(f"{typed}-01")
        except ValueError:
            return first_of(clock.today())

    def file(self, sheets: Sequence[Timesheet], month: date, form: str) -> HttpResponse:
        """Every counted hour of the month as CSV when `form` is csv, else as XLSX."""
        parts = [_("hours"), self.object.code, f"{month:%Y-%m}"]
        name, rows = "-".join(parts), hours_table(sheets)
        if form == "csv":
            return private_file(comma_separated(rows), name=name, ending="csv", kind=CSV)
        content = workbook([Table(_("Hours of mentors"), rows)])
        return private_file(content, name=name, ending="xlsx", kind=XLSX)


class ContractPage(LoginRequiredMixin, View):
    """What a mentor's contract says, written down by staff."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.enrolment = get_object_or_404(mentors(request.user), pk=kwargs["pk"])
        if not rules.is_staff(request.user, self.enrolment):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        offered = {"rate": self.enrolment.edition.hour_rate}
        contract = contract_of(self.enrolment)
        return self.page(ContractForm(instance=contract, initial=None if contract else offered))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ContractForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            keep_contract(enrolment=self.enrolment, by=request.user, fields=form.cleaned_data)
        except MoveRefused as refusal:
            form.add_error("hours", refusal.sentences)
            return self.page(form, status=refusal.status)
        messages.success(request, _("The contract is kept. Hours that fit in it are counted."))
        return redirect(self.enrolment)

    def page(self, form: ContractForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "title": _("Contract of the mentor"),
            "submit_label": _("Keep the contract"),
            "readers": _("Your team and the mentor read this."),
            "back": self.enrolment.get_absolute_url(),
            "back_label": str(self.enrolment.person),
        }
        return TemplateResponse(self.request, "mentoring/form.html", context, status=status)
