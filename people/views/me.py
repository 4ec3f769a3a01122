"""My own data: who I am here, my language, what I agreed to, and a copy of it all."""

import json
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from people import rules
from people.actions.consents import give_consent, withdraw_consent
from people.actions.persons import register_person, set_language
from people.actions.privacy import export_person
from people.forms.accounts import LanguageForm, RecordConsentForm
from people.forms.persons import PersonForm
from people.models import Consent, ConsentClause, ConsentWay, Person
from people.views.base import MemberRequest, RoomView
from people.views.organisations import form_page
from people.views.stories import roles_held
from workflows import clock


class Me(RoomView):
    """What is held about the reader, and the doors to change it."""

    def get(self, request: MemberRequest) -> HttpResponse:
        """Show my page; an account without a person is asked for its name first."""
        person = Person.objects.filter(user=request.user).select_related("user").first()
        if person is None:
            return render(
                request, "people/me_first.html", {"title": _("Who are you?"), "form": PersonForm()}
            )
        standing = {
            consent.clause.key: consent
            for consent in person.consents.standing().select_related("clause")
        }
        clauses = [(clause, standing.get(clause.key)) for clause in ConsentClause.objects.newest()]
        context = {
            "title": _("My data"),
            "person": person,
            "language_form": LanguageForm(instance=request.user),
            "clauses": clauses,
            "memberships": person.memberships.select_related("organisation").order_by(
                "until", "-since"
            ),
            "roles": roles_held(person, reader=request.user),
            "today": clock.today(),
        }
        return render(request, "people/me.html", context)

    def post(self, request: MemberRequest) -> HttpResponse:
        """Give a name to an account that has none."""
        form = PersonForm(request.POST)
        if Person.objects.filter(user=request.user).exists():
            return redirect("people:me")
        if form.is_valid():
            names = {name: form.cleaned_data[name] for name in ("given_name", "family_name")}
            register_person(user=request.user, **names)
            return redirect("people:me")
        return render(
            request, "people/me_first.html", {"title": _("Who are you?"), "form": form}, status=422
        )


class MyLanguage(RoomView):
    """Keep the language of pages and letters."""

    http_method_names = ["post"]

    def post(self, request: MemberRequest) -> HttpResponse:
        """Save the choice."""
        form = LanguageForm(request.POST, instance=request.user)
        if form.is_valid():
            set_language(user=request.user, language=form.cleaned_data["language"])
            messages.success(request, _("Saved. Letters will come in this language."))
        return redirect("people:me")


class MyCopy(RoomView):
    """Everything held about me, as a file (GDPR art. 15 and 20)."""

    def get(self, request: MemberRequest) -> HttpResponse:
        """Send the file."""
        person = get_object_or_404(Person, user=request.user)
        data = export_person(person=person, by=request.user)
        response = HttpResponse(
            json.dumps(data, ensure_ascii=False, indent=2), content_type="application/json"
        )
        response["Content-Disposition"] = 'attachment; filename="tandem.json"'
        return response


class GiveMyConsent(RoomView):
    """Say yes to the newest words of a clause."""

    http_method_names = ["post"]

    def post(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Record the yes."""
        person = get_object_or_404(Person, user=request.user)
        clause = get_object_or_404(ConsentClause.objects.newest(), pk=pk)
        action = partial(
            give_consent, person=person, clause=clause, by=request.user, way=ConsentWay.PAGE
        )
        return self.do(
            action, _("Thank you. You can take this back here at any time."), reverse("people:me")
        )


class WithdrawConsent(RoomView):
    """Take a consent back: the person, or the office at their word."""

    http_method_names = ["post"]

    def post(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Record the withdrawal."""
        seen = Person.objects.visible_to(request.user)
        consent = get_object_or_404(
            Consent.objects.filter(person__in=seen).select_related("person"), pk=pk
        )
        own = consent.person.belongs_to(request.user)
        back = reverse("people:me") if own else consent.person.get_absolute_url()
        action = partial(withdraw_consent, consent=consent, by=request.user)
        return self.do(action, _("The consent is withdrawn from now on."), back)


class RecordConsent(RoomView):
    """The office notes a consent given on paper or in words."""

    def get(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Show the form."""
        person = self.person(pk)
        refused = self.refuse(rules.can_record_consent, person, person.get_absolute_url())
        return refused or self.show(person, RecordConsentForm(person=person))

    def post(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Record it."""
        person = self.person(pk)
        form = RecordConsentForm(request.POST, person=person)
        if not form.is_valid():
            return self.show(person, form)
        clause, way = form.cleaned_data["clause"], form.cleaned_data["way"]
        action = partial(give_consent, person=person, clause=clause, by=request.user, way=way)
        return self.do(action, _("Saved."), person.get_absolute_url())

    def show(self, person: Person, form: RecordConsentForm) -> HttpResponse:
        """Show the form with what was chosen."""
        title = _("Consent of %(name)s") % {"name": person}
        return form_page(self.request, form, title, person.get_absolute_url(), str(person))
