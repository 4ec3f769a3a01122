"""My own data: who I am here, my language, what I agreed to, and a copy of it all."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from people import rules
from people.actions.consents import give_consent, what_withdrawing_does, withdraw_consent
from people.actions.persons import register_person, set_language
from people.forms.accounts import LanguageForm, RecordConsentForm
from people.forms.persons import PersonForm
from people.models import Consent, ConsentClause, ConsentWay, Person
from people.querysets import GUARDIAN
from people.views.base import MemberRequest, RoomView
from people.views.data_requests import copy_as_file
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
        clauses = [
            (clause, standing.get(clause.key))
            for clause in ConsentClause.objects.newest()
            if clause.key != GUARDIAN or clause.key in standing
        ]
        context = {
            "title": _("My data"),
            "person": person,
            "language_form": LanguageForm(instance=request.user),
            "clauses": clauses,
            "memberships": person.memberships.select_related("organisation").order_by(
                "until", "-since"
            ),
            "roles": roles_held(person, reader=request.user),
            "requests": person.data_requests.order_by("-received_at", "-pk"),
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
        """Send the file; my record says that it was taken, should it not have been me."""
        person = get_object_or_404(Person, user=request.user)
        return copy_as_file(person, request)


class GiveMyConsent(RoomView):
    """Say yes to the newest words of a clause."""

    http_method_names = ["post"]

    def post(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Record the yes."""
        person = get_object_or_404(Person, user=request.user)
        clause = get_object_or_404(ConsentClause.objects.newest().of_oneself(), pk=pk)
        action = partial(
            give_consent, person=person, clause=clause, by=request.user, way=ConsentWay.PAGE
        )
        return self.do(
            action, _("Thank you. You can take this back here at any time."), reverse("people:me")
        )


class WithdrawConsent(RoomView):
    """Take a consent back: the person, or the office at their word."""

    def get(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Say what happens when it is taken back, and ask."""
        consent = self.consent(pk)
        back = self.back_from(consent)
        if refused := self.refuse(rules.can_record_consent, consent.person, back):
            return refused
        if not consent.stands:
            messages.info(request, _("This consent was taken back already."))
            return redirect(back)
        own = consent.person.belongs_to(request.user)
        context = {
            "title": _("Take back the consent: %(consent)s") % {"consent": consent.clause.title},
            "consent": consent,
            "does": what_withdrawing_does(consent),
            "own": own,
            "back": back,
            "back_label": _("My data") if own else str(consent.person),
        }
        return render(request, "people/withdraw.html", context)

    def post(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Record the withdrawal."""
        consent = self.consent(pk)
        action = partial(withdraw_consent, consent=consent, by=request.user)
        return self.do(action, _("The consent is withdrawn from now on."), self.back_from(consent))

    def consent(self, pk: int) -> Consent:
        """Return the consent of somebody the reader may see; 404 otherwise."""
        seen = Person.objects.visible_to(self.request.user)
        rows = Consent.objects.filter(person__in=seen).select_related("person", "clause")
        return get_object_or_404(rows, pk=pk)

    def back_from(self, consent: Consent) -> str:
        """Return the address of the page from which one comes here."""
        own = consent.person.belongs_to(self.request.user)
        return f"{reverse('people:me')}#consents" if own else consent.person.get_absolute_url()


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
