"""Hours in projects elsewhere, as the mentor states them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from mentoring import rules
from mentoring.actions import state_outside_hours, take_back_outside_hours
from mentoring.forms import OutsideHoursForm
from mentoring.models import OutsideHours
from mentoring.models.timesheet import address_of_month, first_of
from workflows import clock
from workflows.errors import MoveRefused

from .timesheets import mentors


class OfTheirMonths(LoginRequiredMixin, View):
    """What whoever states the hours of a mentor does; nobody else finds it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.enrolment = get_object_or_404(mentors(request.user), pk=kwargs["pk"])
        if not rules.states_hours(request.user, self.enrolment):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class StateOutsideHours(OfTheirMonths):
    """State hours in another project: a month's sum or one stretch of time."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked = request.GET.get("month", "") or first_of(clock.today()).isoformat()
        return self.page(OutsideHoursForm(initial={"month": asked}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = OutsideHoursForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            hours = state_outside_hours(enrolment=self.enrolment, by=request.user, **form.stated())
        except MoveRefused as refusal:
            form.add_error("begins", list(refusal.sentences))
            return self.page(form, status=refusal.status)
        messages.success(
            request, gettext("Stated. The hours count to the month over all projects.")
        )
        return redirect(address_of_month(self.enrolment, hours.month))

    def page(self, form: OutsideHoursForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "title": _("Hours in another project"),
            "submit_label": _("State the hours"),
            "readers": _(
                "You and the teams of the editions you mentor in read this, and it stands on the timesheet that both sides sign. Mentees and their employers never read it."
            ),
            "back": address_of_month(self.enrolment, first_of(clock.today())),
            "back_label": _("Timesheet"),
        }
        return TemplateResponse(self.request, "mentoring/form.html", context, status=status)


class TakeBackOutsideHours(OfTheirMonths):
    """Take stated hours back."""

    def post(self, request: HttpRequest, pk: int, hours: int) -> HttpResponse:
        found = get_object_or_404(OutsideHours, pk=hours, person=self.enrolment.person_id)
        take_back_outside_hours(enrolment=self.enrolment, hours=found, by=request.user)
        messages.success(request, gettext("Taken back."))
        return redirect(address_of_month(self.enrolment, found.month))
