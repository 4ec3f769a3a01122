"""What a person sees of their own places."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from activities import guards, rules
from activities.models import Advance, Registration, StudyVisit, Takeaway, TravelClaim
from activities.rules import COMES, WAS_THERE
from programmes.models import Programme
from workflows.views import ListView, MoveView, ObjectView
from workflows.views.moves import arrived_at


class Home(LoginRequiredMixin, View):
    """The team of a programme begins with its events, everybody else with their own places."""

    def get(self, request: HttpRequest) -> HttpResponse:
        works_here = Programme.objects.visible_to(request.user).exists()
        return redirect("activities:events" if works_here else "activities:mine")


class MyRegistrations(ListView):
    """Where I am going, and where I was."""

    model = Registration
    template_name = "activities/my_registrations.html"
    title = _("My events and visits")

    def get_queryset(self) -> QuerySet[Any]:
        rows = Registration.objects.of_person_behind(self.request.user).with_subjects()
        return rows.nearest_first()


class RegistrationPage(ObjectView):
    """One place: for the person it is of, and for staff, who also see the needs."""

    model = Registration
    template_name = "activities/registration.html"

    def get_queryset(self) -> QuerySet[Any]:
        return (
            super()
            .get_queryset()
            .select_related(
                "person__user", "event__activity__programme", "visit__activity__programme"
            )
        )

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        runs = rules.is_staff(self.request.user, self.object)
        subject = self.object.subject
        return super().get_context_data(
            subject=subject,
            claim=TravelClaim.objects.filter(registration=self.object).first(),
            claims_travel=rules.is_own(self.request.user, self.object)
            and isinstance(subject, StudyVisit)
            and subject.claims_until is not None
            and self.object.state in WAS_THERE,
            runs=runs,
            own=rules.is_own(self.request.user, self.object),
            chooses=self.chooses(),
            sessions=self.object.choices.select_related("stop").order_by(
                "stop__day", "stop__starts"
            ),
            writes_needs=rules.may_write_needs(self.request.user, self.object)
            and self.object.state in rules.STANDS,
            lacks_birth_date=isinstance(subject, StudyVisit)
            and subject.asks_birth_date
            and self.object.birth_date is None
            and self.object.state in COMES,
            code_url=settings.TANDEM_URL + self.object.get_presence_url()
            if self.object.shows_code and rules.is_own(self.request.user, self.object)
            else "",
            **self.afterwards(),
            tickets=self.object.bought_tickets.all(),
            advance=Advance.objects.visible_to(self.request.user)
            .filter(registration=self.object)
            .exclude(state="dropped")
            .first(),
            letter=self.object.joining_letters.last(),
            number=self.object.number_on_reserve() if self.object.state == "reserve" else None,
            points=self.object.scores.select_related("criterion", "scored_by") if runs else [],
            days=self.object.attendances.order_by("day"),
            subject_url=subject.get_absolute_url() if runs else subject.get_public_url(),
            **given,
        )

    def chooses(self) -> bool:
        """Whether the person may still choose other sessions, by the page of their place."""
        return rules.is_own(self.request.user, self.object) and self.object.can_change()

    def afterwards(self) -> dict[str, Any]:
        """What the person will apply at home, once they were asked."""
        takeaway = Takeaway.objects.for_pages().filter(registration=self.object).first()
        if takeaway is None or takeaway.state == "dropped":
            return {}
        user = self.request.user
        closed = guards.can_be_evaluated.sentences(takeaway, {"at": arrived_at(self.request)})
        return {
            "takeaway": takeaway,
            "writes_takeaway": rules.may_write_takeaway(user, takeaway),
            "evaluates": rules.may_evaluate(user, takeaway) and not closed,
        }


class RegistrationMove(MoveView):
    model = Registration
