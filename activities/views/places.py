"""The page of a place for whoever holds the link of its letters, with or without an account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from activities import guards
from activities.actions import choose_sessions
from activities.actions.visitors import give_up_by_link
from activities.documents.certificate import certificate_paper
from activities.forms import SessionsForm
from activities.forms.sessions import SESSIONS
from activities.models import Registration
from activities.rules import COMES, STANDS, WAS_THERE
from people.names import slug
from workflows import clock
from workflows.errors import MoveRefused

from .joining import as_file


def place_of(token: str) -> Registration:
    """The place whose link bears `token`; 404 for any other."""
    found = Registration.objects.of_link(token)
    if found is None:
        raise Http404
    return found


class Certificate(View):
    """The certificate of attendance as PDF, once the event is closed."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        registration = place_of(token)
        if not registration.has_certificate:
            raise Http404
        name = slug("-".join([_("certificate"), registration.subject.code])) + ".pdf"
        return as_file(certificate_paper(registration), name, "application/pdf")


class Place(View):
    """When and where, the code for the door, and the button that gives the place up; nothing of what was told us."""

    template_name = "activities/place.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(place_of(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Give the place up, or choose sessions; doing it twice changes nothing.

        Opening the link alone never does: mail scanners open links.
        """
        registration = place_of(token)
        chooses = "choose" in request.POST
        try:
            said = self.choose(registration) if chooses else self.give_up(registration)
        except MoveRefused as refusal:
            return self.page(registration, refusal.sentences, status=refusal.status)
        if not said:
            return self.page(registration, [_("Choose from the sessions below.")], status=422)
        messages.success(request, said)
        return redirect(request.path)

    def give_up(self, registration: Registration) -> str:
        waited = registration.state == Registration.States.RESERVE
        give_up_by_link(registration=registration)
        if waited:
            return _("You are no longer on the reserve list. Thank you for telling us.")
        return _("You have given the place up. Thank you for telling us.")

    def choose(self, registration: Registration) -> str:
        """What to say when it is done; empty when something was chosen that is no session here."""
        form = SessionsForm(self.request.POST, registration=registration)
        if not form.is_valid():
            return ""
        sessions = list(form.cleaned_data.get(SESSIONS, ()))
        choose_sessions(registration=registration, sessions=sessions)
        return _("Your sessions are saved.")

    def can_come_back(self, registration: Registration) -> bool:
        """Whether somebody who gave a place at an event up may sign up once more by its public page."""
        event = registration.event
        gave_up = registration.state == Registration.States.CANCELLED
        if event is None or not gave_up or event.by_invitation:
            return False
        return not guards.can_be_applied_for.sentences(event, {"at": clock.now()})

    def page(self, registration: Registration, errors: Any = (), status: int = 200) -> HttpResponse:
        subject: Any = registration.subject
        states = Registration.States
        has_place = registration.state in (*COMES, *WAS_THERE)
        may_change = registration.can_change()
        sessions = SessionsForm(
            self.request.POST if status != 200 and "choose" in self.request.POST else None,
            registration=registration,
        )
        context = {
            "stops": list(subject.stops.all())
            if registration.state in (*STANDS, *WAS_THERE)
            else [],
            "chosen": {choice.stop_id for choice in registration.choices.all()},
            "form": sessions if may_change and sessions.fields else None,
            "registration": registration,
            "subject": subject,
            "errors": errors,
            "chooses": "choose" in self.request.POST,
            "has_place": has_place,
            "is_over": clock.now() >= subject.starts_at,
            "materials": getattr(subject, "materials", "")
            if registration.state in WAS_THERE
            else "",
            "link": getattr(subject, "link", ""),
            "gives_up": may_change,
            "comes_back": self.can_come_back(registration),
            "number": registration.number_on_reserve()
            if registration.state == states.RESERVE
            else None,
            "code_url": settings.TANDEM_URL + registration.get_presence_url()
            if registration.shows_code
            else "",
        }
        answer = TemplateResponse(self.request, self.template_name, context, status=status)
        answer["X-Robots-Tag"] = "noindex"
        answer["Cache-Control"] = "private, no-store"
        answer["Referrer-Policy"] = "same-origin"  # the link is a key: no other site is told it
        return answer
