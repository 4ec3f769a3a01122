"""The public pages of events and study visits, where people apply."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from activities import guards
from activities.actions import apply_for_place
from activities.actions.visitors import sign_up_visitor
from activities.forms import RegistrationForm, VisitorForm
from activities.models import Event, Registration, StudyVisit
from people.actions.consents import give_consent
from people.models import Person
from workflows import clock
from workflows.errors import MoveRefused
from workflows.views.moves import arrived_at


class ComingPage(TemplateView):
    """What one can still come to."""

    template_name = "activities/coming.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        joined = "activity__programme"
        return super().get_context_data(
            events=Event.objects.upcoming().select_related(joined).with_counts(),
            visits=StudyVisit.objects.upcoming().select_related(joined).with_counts(),
            **given,
        )


class PublicPage(View):
    """What it is, whether one can still apply, and the form for whoever is logged in."""

    model: type[Event | StudyVisit]
    template_name = "activities/public.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        rows = (
            self.model.objects.public().select_related("activity__programme__funder").with_counts()
        )
        self.object = get_object_or_404(rows, code=kwargs["code"])
        self.person = (
            Person.objects.filter(user=request.user).first()
            if request.user.is_authenticated
            else None
        )
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(self.get_form())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Apply; a refusal keeps everything typed and says why at the form."""
        if not request.user.is_authenticated and not self.takes_visitors():
            return redirect_to_login(request.get_full_path())
        if mine := self.mine():
            messages.info(request, _("You are on the list already."))
            return redirect(mine.get_absolute_url())
        form = self.get_form(request.POST)
        if self.not_invited():
            return self.page(form, status=403)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            return self.sign_up(form)
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.page(form, status=refusal.status)

    def sign_up(self, form: RegistrationForm) -> HttpResponse:
        """Put the person on the list and lead them to their place; raises MoveRefused."""
        registration = self.apply(form)
        messages.success(self.request, self.thanks(registration))
        return redirect(registration.get_absolute_url())

    def takes_visitors(self) -> bool:
        """Whether one may sign up without an account."""
        return False

    def not_invited(self) -> list[str]:
        """Why this reader may not sign up though others may."""
        return []

    def get_form(self, data: Any = None) -> RegistrationForm:
        return RegistrationForm(data, subject=self.object, person=self.person)

    def apply(self, form: RegistrationForm) -> Registration:
        """Put the person on the list, and keep the consent if they gave one."""
        user: Any = self.request.user
        if self.person is None:
            raise MoveRefused(
                [_("Your account has no person behind it yet. Write to the organisers.")]
            )
        with transaction.atomic():  # nothing of health is kept without its consent
            registration = apply_for_place(
                subject=self.object,
                person=self.person,
                by=user,
                at=arrived_at(self.request),
                answers=form.answers(),
                sessions=form.sessions(),
            )
            for clause in form.agreed_clauses():
                give_consent(person=self.person, clause=clause, by=user)
        return registration

    def thanks(self, registration: Registration) -> str:
        """What happened and what comes next, in one sentence."""
        states = Registration.States
        words: dict[str, str] = {
            states.ACCEPTED: _("You have a place. Confirm that you are coming."),
            states.RESERVE: _(
                "All places are taken; you are on the reserve list and move up by yourself."
            ),
        }
        return words.get(
            registration.state,
            _("Application sent. We will write to you when the group is chosen."),
        )

    def mine(self) -> Registration | None:
        """The person's own standing registration here."""
        if self.person is None:
            return None
        return self.object.registrations.open().filter(person=self.person).first()

    def page(self, form: RegistrationForm, status: int = 200) -> HttpResponse:
        given = {"at": arrived_at(self.request)}
        context = {
            "object": self.object,
            "form": form,
            "mine": self.mine(),
            "takes_visitors": self.takes_visitors(),
            "closed_because": guards.can_be_applied_for.sentences(self.object, given)
            or self.not_invited(),
            "region_names": self.object.region_names() if isinstance(self.object, Event) else [],
            "criteria": self.object.criteria.all() if isinstance(self.object, StudyVisit) else [],
            "stops": list(self.object.stops.with_chosen()),
            "is_over": clock.now() >= self.object.starts_at,
            "free_places": self.object.free_places(),
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)


class PublicEvent(PublicPage):
    """Nobody needs an account to come to an event: the letter has the links of their place."""

    model = Event

    def takes_visitors(self) -> bool:
        """At an event the order of arrival decides, so a name and an address are enough."""
        return not self.request.user.is_authenticated

    def not_invited(self) -> list[str]:
        """To a closed event one comes by the link of the invitation."""
        event: Any = self.object
        token = self.request.GET.get("invitation", "")
        if not event.by_invitation or constant_time_compare(token, event.invitation_token):
            return []
        return [
            _(
                "One comes to this event by invitation. Open the link that you got from the organisers."
            )
        ]

    def get_form(self, data: Any = None) -> RegistrationForm:
        if self.takes_visitors():
            return VisitorForm(data, subject=self.object, person=None)
        return super().get_form(data)

    def sign_up(self, form: RegistrationForm) -> HttpResponse:
        """A visitor reads in the letter what came of it: the page must not say who is on the list already."""
        if not isinstance(form, VisitorForm):
            return super().sign_up(form)
        if not ratelimit.consume(self.request, action="sign_up_visitor"):
            form.add_error(None, _("Many people signed up from here. Wait an hour and try again."))
            return self.page(form, status=429)
        sign_up_visitor(
            event=self.object,
            who=form.who(),
            answers=form.answers(),
            sessions=form.sessions(),
            clauses=form.agreed_clauses(),
            language="en" if get_language() == "en" else "pl",
            at=arrived_at(self.request),
        )
        said = _(
            "Thank you. We have written to %(email)s: the letter says whether there is a place, and has the link by which you can give it up."
        )
        messages.success(self.request, said % {"email": form.cleaned_data["email"]})
        return redirect(
            self.request.get_full_path()
        )  # with the link of the invitation, if there is one


class PublicVisit(PublicPage):
    model = StudyVisit
