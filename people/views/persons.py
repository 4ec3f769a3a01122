"""People: the list, a person's page, entering and editing, inviting, erasing."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people import rules
from people.actions.fates import what_forgetting_does
from people.actions.invitations import invite_person
from people.actions.last_letter import last_letter
from people.actions.persons import DETAILS, edit_person, enter_person
from people.actions.privacy import erase_person
from people.forms.persons import EnterPersonForm, EraseForm, PersonForm, PersonSearchForm
from people.models import DataRequest, Person
from people.views.base import MemberRequest, RoomView, attempt, see_afresh
from people.views.stories import roles_held, story_of
from workflows import clock
from workflows.models import Message

LETTERS = 10
"""Letters on the page of a person at most; the others are found among all letters."""


class People(RoomView):
    """Everybody the reader sees, found by any part of name, e-mail, telephone or town."""

    def get(self, request: MemberRequest) -> HttpResponse:
        """Show a page of the list."""
        search = PersonSearchForm(request.GET or None)
        people = Person.objects.visible_to(request.user).present()
        found = (
            search.narrow(people)
            .select_related("user")
            .prefetch_related("memberships__organisation")
        )
        page = self.page_of(found)
        count = page.paginator.count
        context = {
            "title": _("People"),
            "lead": ngettext(
                "%(count)s person you work with.", "%(count)s people you work with.", count
            )
            % {"count": count},
            "page_obj": page,
            "search": search,
            "searching": bool(request.GET),
            "today": clock.today(),
            "may_merge": self.allowed(rules.works_in_office, None),
        }
        if self.allowed(rules.can_enter_person, None):
            context |= {
                "action_url": reverse("people:person-new"),
                "action_label": _("Enter a person"),
            }
        return render(request, "people/people.html", context)


class PersonPage(RoomView):
    """Who somebody is, where they belong, what they agreed to, what happened."""

    def get(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Show the page; a merged record leads to the kept one."""
        person = self.person(pk)
        if person.merged_into_id:
            messages.info(request, _("This record was merged into the one you see now."))
            return redirect("people:person", person.merged_into_id)
        office = self.allowed(rules.works_in_office, None)
        context = {
            "object": person,
            "memberships": person.memberships.select_related("organisation").order_by(
                "until", "-since"
            ),
            "consents": person.consents.select_related("clause", "given_by"),
            "roles": roles_held(person, reader=request.user),
            "entries": story_of(person),
            "letters": self.letters(person),
            "requests": self.requests(person),
            "invitation": person.invitations.open().first(),
            "today": clock.today(),
            "now": clock.now(),
            "back": reverse("people:people"),
            "back_label": _("People"),
            **self.doors(person),
            **self.likenesses(person, office=office),
        }
        return render(request, "people/person.html", context)

    def doors(self, person: Person) -> dict[str, bool]:
        """Say which buttons the reader gets."""
        may = partial(self.allowed, obj=person)
        return {
            "may_edit": may(rules.can_edit),
            "may_invite": may(rules.can_invite),
            "may_merge": may(rules.can_merge),
            "may_record": may(rules.can_record_consent)
            and not person.belongs_to(self.request.user),
            "may_erase": may(rules.can_erase),
            "may_take_down": may(rules.can_take_request_down),
            "may_hand_over": may(rules.can_hand_over),
        }

    def letters(self, person: Person) -> Any:
        """The newest letters to the person, of those that the reader looks after."""
        if person.user is None:
            return ()
        rows = Message.objects.visible_to(self.request.user).filter(recipient=person.user)
        return rows.defer("body", "attachment", "attachment_bytes").order_by("-created_at", "-pk")[
            :LETTERS
        ]

    def requests(self, person: Person) -> Any:
        """What the person asked about their data, for the person and for administrators."""
        if not (self.allowed(rules.is_admin, None) or self.allowed(rules.is_themself, person)):
            return ()
        rows = DataRequest.objects.visible_to(self.request.user).filter(person=person)
        return rows.order_by("-received_at", "-pk")

    def likenesses(self, person: Person, *, office: bool) -> dict[str, Any]:
        """Find records that look like the same person: by name those the reader sees, masked the others."""
        if not office:
            return {}
        alike = Person.objects.alike(person)
        seen = list(alike.visible_to(self.request.user)[:5])
        hidden = alike.exclude(pk__in=Person.objects.visible_to(self.request.user).values("pk"))[:5]
        return {"alike": seen, "alike_hidden": [other.masked for other in hidden]}


class EnterPerson(RoomView):
    """Staff enter somebody who never logs in, or does not yet."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Turn away whoever does not work in the office."""
        if request.user.is_authenticated and not rules.can_enter_person(request.user, None):
            raise PermissionDenied(" ".join(rules.can_enter_person.why_not(request.user, None)))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: MemberRequest) -> HttpResponse:
        """Show the empty form."""
        return self.show(EnterPersonForm())

    def post(self, request: MemberRequest) -> HttpResponse:
        """Enter the person, or ask first when somebody here looks the same."""
        form = EnterPersonForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        alike = list(Person.objects.alike(form.instance)[:5])
        if alike and not form.cleaned_data["sure"]:
            form.ask_whether_sure()
            return self.show(form, alike)
        person = attempt(form, lambda: enter_person(by=request.user, **form.details()))
        if person is None:
            return self.show(form)
        messages.success(request, _("%(name)s is entered.") % {"name": person})
        return redirect(person)

    def show(self, form: EnterPersonForm, alike: list[Person] | None = None) -> HttpResponse:
        """Show the form, with whoever looks like the person entered."""
        visible = Person.objects.visible_to(self.request.user).filter(
            pk__in=[other.pk for other in alike or []]
        )
        seen = list(visible)
        hidden = [other.masked for other in alike or [] if other not in seen]
        context = {
            "title": _("Enter a person"),
            "form": form,
            "alike": seen,
            "alike_hidden": hidden,
            "back": reverse("people:people"),
            "back_label": _("People"),
        }
        return render(
            self.request, "people/enter.html", context, status=200 if not form.errors else 422
        )


class EditPerson(RoomView):
    """Change somebody's details."""

    def get(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Show the form."""
        person = self.person(pk)
        return self.refuse(rules.can_edit, person, person.get_absolute_url()) or self.show(
            person, PersonForm(instance=person)
        )

    def post(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Save the details."""
        person = self.person(pk)
        if refused := self.refuse(rules.can_edit, person, person.get_absolute_url()):
            return refused
        form = PersonForm(request.POST, instance=person)
        if form.is_valid():
            seen = form.cleaned_data["seen"]
            action = partial(
                edit_person, person=person, by=request.user, seen=seen, **form.details()
            )
            if attempt(form, action):
                messages.success(request, _("Saved."))
                return redirect(person)
            see_afresh(form, self.person(pk).fingerprint(DETAILS))
        return self.show(self.person(pk), form)

    def show(self, person: Person, form: PersonForm) -> HttpResponse:
        """Show the form with what was typed."""
        context = {
            "title": _("Details: %(name)s") % {"name": person},
            "form": form,
            "cancel_url": person.get_absolute_url(),
            "back": person.get_absolute_url(),
            "back_label": str(person),
        }
        return render(
            self.request, "people/form.html", context, status=200 if not form.errors else 422
        )


class InvitePerson(RoomView):
    """Send somebody a link that logs them in once."""

    http_method_names = ["post"]

    def post(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Send the invitation."""
        person = self.person(pk)
        done = _("An invitation is on its way to %(email)s.") % {"email": person.email}
        action = partial(invite_person, person=person, by=request.user)
        return self.do(action, done, person.get_absolute_url())


class ErasePerson(RoomView):
    """Forget a name for good; what was done stays, nameless."""

    def get(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Say what happens, and ask who wanted it."""
        person = self.person(pk)
        return self.refuse(rules.can_erase, person, person.get_absolute_url()) or self.show(
            person, EraseForm()
        )

    def post(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Erase."""
        person, form = self.person(pk), EraseForm(request.POST)
        if not form.is_valid():
            return self.show(person, form)
        action = partial(
            erase_person, person=person, by=request.user, note=form.cleaned_data["note"]
        )
        return self.do(action, _("The name is forgotten."), reverse("people:people"))

    def show(self, person: Person, form: EraseForm) -> HttpResponse:
        """Show the question."""
        context = {
            "title": _("Forget: %(name)s") % {"name": person},
            "form": form,
            "person": person,
            "forgetting": what_forgetting_does(person),
            "asked": person.data_requests.open(),
            "writes_last": last_letter(person) is not None,
            "back": person.get_absolute_url(),
            "back_label": str(person),
        }
        return render(
            self.request, "people/erase.html", context, status=200 if not form.errors else 422
        )
