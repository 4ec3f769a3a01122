"""What the team's phone opens when it reads a participant's code."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from activities import rules
from activities.actions.presence import mark_present, presence_today, sentences_against_presence
from activities.models import Attendance, Registration
from workflows import clock
from workflows.errors import MoveRefused


class Presence(LoginRequiredMixin, View):
    """Who stands before you, and the button that says that they are there today."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(self.load(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Tick; a second scan changes nothing and says when the first was."""
        registration = self.load(token)
        try:
            new = mark_present(registration=registration, by=request.user)
        except MoveRefused as refusal:
            return self.page(registration, status=refusal.status)
        if new:
            messages.success(request, _("%(person)s is there.") % {"person": registration.person})
        return redirect(request.path)

    def load(self, token: str) -> Registration:
        """The place whose code this is; 404 for a wrong code and for whoever does not see that place."""
        found = Registration.objects.of_presence(token)
        if found is None or not rules.can_view_registration(self.request.user, found):
            raise Http404
        return found

    def page(self, registration: Registration, status: int = 200) -> HttpResponse:
        reasons = rules.may_confirm_presence.why_not(self.request.user, registration)
        subject = registration.subject
        runs = rules.is_staff(self.request.user, subject)
        context: dict[str, Any] = {
            "registration": registration,
            "subject": subject,
            "today": clock.today(),
            "tick": presence_today(registration),
            "reasons": reasons or sentences_against_presence(registration),
            "runs": runs,
            "back": subject.get_absolute_url() if runs else registration.get_absolute_url(),
        }
        if runs:
            there = Attendance.objects.filter(day=clock.today(), present=True)
            context |= {
                "there": there.filter(registration__in=subject.registrations.all()).count(),
                "expected": subject.registrations.taking_a_place().count(),
            }
        if reasons and status == 200:
            status = 403
        return TemplateResponse(self.request, "activities/presence.html", context, status=status)
