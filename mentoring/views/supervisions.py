"""Supervisions of an edition's mentors: planned, held, called off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from mentoring import rules
from mentoring.actions import hold_supervision, plan_supervision
from mentoring.forms import AttendanceForm, SupervisionForm
from mentoring.models import Supervision
from workflows.errors import MoveRefused
from workflows.views import MoveView, ObjectView

from .meetings import CalendarFile
from .staff import ForStaff


class NewSupervision(ForStaff):
    """Plan a supervision; the mentors of the edition get the invitation."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(SupervisionForm())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = SupervisionForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            planned = plan_supervision(edition=self.object, by=request.user, **form.cleaned_data)
        except MoveRefused as refusal:
            form.add_error(None, refusal.sentences)
            return self.page(form, status=refusal.status)
        messages.success(request, _("Planned. The mentors get the invitation by mail."))
        return redirect(planned)

    def page(self, form: SupervisionForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "title": _("Plan a supervision"),
            "submit_label": _("Plan and send the invitation"),
            "back": self.object.get_absolute_url(),
            "back_label": str(self.object),
        }
        return TemplateResponse(self.request, "mentoring/form.html", context, status=status)


class SupervisionPage(ObjectView):
    """One supervision; staff see who came, a mentor whether their own hours count."""

    model = Supervision
    template_name = "mentoring/supervision.html"
    select_related = ("edition__activity__programme",)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        supervision, user = self.object, self.request.user
        runs = rules.is_staff(user, supervision)
        came: QuerySet[Any] = supervision.came.select_related("person")
        return super().get_context_data(
            runs=runs,
            came=came.order_by("person__sort_key", "pk") if runs else [],
            was_there=came.filter(person__user=user).exists(),
            **given,
        )


class SupervisionMove(MoveView):
    model = Supervision
    forms = {"hold": AttendanceForm}

    def make_move(self, form: Any, **inputs: Any) -> None:
        if self.move.name != "hold":
            super().make_move(form, **inputs)
            return
        hold_supervision(
            supervision=self.object, came=inputs["came"], by=self.request.user, seen=self.seen
        )


class SupervisionCalendar(CalendarFile):
    model = Supervision
