"""One mentor of an edition: how many mentees they take, and how they leave."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from mentoring import rules
from mentoring.actions import keep_places, leave_edition
from mentoring.forms import LeaveForm, PlacesForm
from mentoring.models import Enrolment
from workflows.errors import MoveRefused
from workflows.forms import say_refusal


class OfMentor(LoginRequiredMixin, View):
    """A form about a mentor who is accepted, for whoever `may`; nobody else learns that it exists."""

    may = rules.sets_places

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        rows = Enrolment.objects.visible_to(request.user).accepted_as("mentor")
        rows = rows.select_related("person__user", "edition__activity__programme")
        self.mentor = get_object_or_404(rows, pk=kwargs["pk"])
        if not self.may(request.user, self.mentor):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def page(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "form": form,
            "back": self.mentor.get_absolute_url(),
            "back_label": str(self.mentor.person),
            **more,
        }
        return TemplateResponse(self.request, "mentoring/form.html", context, status=status)


class Places(OfMentor):
    """With how many mentees a mentor works at a time."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.shown(PlacesForm(instance=self.mentor))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = PlacesForm(request.POST, instance=self.mentor)
        if not form.is_valid():
            return self.shown(form, status=422)
        try:
            seen = form.cleaned_data["version"] or 0
            keep_places(enrolment=form.instance, seen=seen, by=request.user)
        except MoveRefused as refusal:
            say_refusal(form, refusal)
            return self.shown(form, status=refusal.status)
        messages.success(request, gettext("Saved."))
        return redirect(self.mentor)

    def shown(self, form: PlacesForm, status: int = 200) -> HttpResponse:
        most = self.mentor.edition.mentor_capacity
        lead = ngettext(
            "In this edition a mentor works with %(most)d mentee unless said otherwise here.",
            "In this edition a mentor works with up to %(most)d mentees unless said otherwise here.",
            most,
        ) % {"most": most}
        return self.page(
            form,
            status,
            title=_("How many mentees"),
            lead=lead,
            readers=_("Your team and the mentor read this."),
            submit_label=_("Save"),
        )


class Leave(OfMentor):
    """A mentor leaves: their pairs end, and only those concerned are matched anew."""

    may = rules.is_staff

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.shown(LeaveForm(initial={"version": self.mentor.version}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = LeaveForm(request.POST)
        if not form.is_valid():
            return self.shown(form, status=422)
        given = form.cleaned_data
        try:
            run = leave_edition(
                mentor=self.mentor, by=request.user, reason=given["reason"], seen=given["version"]
            )
        except MoveRefused as refusal:
            say_refusal(form, refusal)
            return self.shown(form, status=refusal.status)
        said = gettext("%(mentor)s has left the edition; everybody concerned gets a letter.")
        messages.success(request, said % {"mentor": self.mentor.person})
        return redirect(run or self.mentor)

    def shown(self, form: LeaveForm, status: int = 200) -> HttpResponse:
        pairs = self.mentor.pairings_as_mentor.open().select_related("mentee__person")
        names = ", ".join(str(pair.mentee.person) for pair in pairs)
        lead = gettext(
            "Pairs that end: %(names)s. Plans are computed for them alone; nobody else moves."
        )
        nobody = gettext("This mentor is in no pair: the application is withdrawn.")
        return self.page(
            form,
            status,
            title=_("The mentor leaves"),
            lead=lead % {"names": names} if names else nobody,
            readers=_("The mentor and every mentee concerned read this."),
            submit_label=_("End the pairs and match anew"),
        )
