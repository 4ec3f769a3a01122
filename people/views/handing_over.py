"""Handing over what waits for somebody by name, and the page of a hand-over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from people import rules
from people.actions.handing_over import hand_over, open_turns, passings
from people.forms.handing_over import HandOverForm
from people.models import HandOver, Person
from people.views.base import MemberRequest, RoomView, attempt
from workflows.inbox import rows
from workflows.views import MoveView, ObjectView

SHOWN = 50
PEOPLE = ("giver", "recipient", "made_by")


class NewHandOver(RoomView):
    """What waits for a person by name, and to whom it goes."""

    def get(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Show the form with what waits; where it is handed over already, that hand-over."""
        person = self.person(pk)
        if refused := self.refuse(rules.can_hand_over, person, person.get_absolute_url()):
            return refused
        current = (
            HandOver.objects.visible_to(request.user).current().filter(giver=person.user).first()
        )
        return redirect(current) if current else self.show(person, HandOverForm(giver=person.user))

    def post(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Hand over; where something would stay, say what and why, and ask first."""
        person = self.person(pk)
        if refused := self.refuse(rules.can_hand_over, person, person.get_absolute_url()):
            return refused
        form = HandOverForm(request.POST, giver=person.user)
        if not form.is_valid():
            return self.show(person, form)
        given = {**form.cleaned_data}
        sure = given.pop("sure")
        listed = passings(person.user, given["recipient"], request.user)
        staying = [each for each in listed if each.reasons]
        if staying and len(staying) < len(listed) and not sure:
            form.ask_whether_sure()
            form.add_error("sure", _("Not all of it goes over: see below what stays."))
            return self.show(person, form, staying)
        made = attempt(form, lambda: hand_over(giver=person.user, by=request.user, **given))
        if made is None:
            return self.show(person, form, staying)
        messages.success(request, _("Handed over. Both of you have a letter about it."))
        return redirect(made)

    def show(self, person: Person, form: HandOverForm, staying: Any = ()) -> HttpResponse:
        """Show the form with what was typed."""
        waiting = rows(open_turns(person.user))
        own = self.allowed(rules.is_themself, person)
        context = {
            "title": _("Hand over my moves")
            if own
            else _("Hand over: %(name)s") % {"name": person},
            "form": form,
            "waiting": waiting[:SHOWN],
            "more": max(len(waiting) - SHOWN, 0),
            "staying": staying,
            "nobody": form.offers_nobody,
            "cancel_url": person.get_absolute_url(),
            "back": person.get_absolute_url(),
            "back_label": str(person),
        }
        status = 422 if form.errors else 200
        return render(self.request, "people/hand_over.html", context, status=status)


class HandOverPage(ObjectView):
    """Who stands in for whom, until when and why."""

    model = HandOver
    template_name = "people/handover.html"
    select_related = PEOPLE


class HandOverMove(MoveView):
    """Ending it before its day."""

    model = HandOver
    select_related = PEOPLE
