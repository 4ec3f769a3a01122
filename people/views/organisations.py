"""Organisations: the list, a page, entering and editing, joining and leaving."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people import numbers, rules
from people.actions.memberships import (
    COLUMNS,
    edit_organisation,
    enter_organisation,
    join_organisation,
    leave_organisation,
)
from people.forms.organisations import (
    AddMemberForm,
    JoinForm,
    OrganisationForm,
    OrganisationSearchForm,
)
from people.models import Membership, Organisation, Person
from people.views.base import MemberRequest, RoomView, attempt, see_afresh
from people.views.stories import story_of
from workflows import clock


class Organisations(RoomView):
    """Every organisation the reader sees."""

    def get(self, request: MemberRequest) -> HttpResponse:
        """Show a page of the list."""
        search = OrganisationSearchForm(request.GET or None)
        page = self.page_of(search.narrow(Organisation.objects.visible_to(request.user)))
        count = page.paginator.count
        context = {
            "title": _("Organisations"),
            "lead": ngettext("%(count)s organisation.", "%(count)s organisations.", count)
            % {"count": count},
            "page_obj": page,
            "search": search,
            "searching": bool(request.GET),
            "action_url": reverse("people:organisation-new"),
            "action_label": _("Enter an organisation"),
        }
        return render(request, "people/organisations.html", context)


class OrganisationPage(RoomView):
    """What an organisation is, its numbers, and the people of it whom the reader sees."""

    def get(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Show the page."""
        organisation = self.organisation(pk)
        seen = Person.objects.visible_to(request.user).present()
        memberships = organisation.memberships.select_related("person").order_by(
            "until", "person__sort_key"
        )
        office = self.allowed(rules.works_in_office, None)
        context = {
            "object": organisation,
            "facts": _facts(organisation),
            "memberships": memberships.filter(person__in=seen),
            "others": memberships.exclude(person__in=seen).filter(until__isnull=True).count(),
            "entries": story_of(organisation),
            "may_edit": self.allowed(rules.can_edit_organisation, organisation),
            "today": clock.today(),
            "back": reverse("people:organisations"),
            "back_label": _("Organisations") if office else _("My organisations"),
        }
        return render(request, "people/organisation.html", context)


def _facts(organisation: Organisation) -> list[tuple[str, Any]]:
    shown: dict[str, Any] = {"kind": organisation.get_kind_display()}
    if organisation.is_local_government:
        shown["local_government_type"] = organisation.get_local_government_type_display()
        shown["teryt"] = organisation.teryt or None
    if organisation.superior:
        shown["superior"] = str(organisation.superior)
    for name in ("town", "address", "nip", "regon", "krs", "registered_on", "email"):
        shown[name] = getattr(organisation, name)
    shown["phone"] = numbers.phone_groups(organisation.phone)
    shown["website"] = organisation.website
    column: Any = Organisation._meta.get_field
    # None stands for what a page ought to have ("not given"); empty text is left out.
    return [
        (capfirst(column(name).verbose_name), value)
        for name, value in shown.items()
        if value != "" and not (value is None and name == "registered_on")
    ]


class EnterOrganisation(RoomView):
    """Anybody logged in enters an organisation; who does so may edit it."""

    def get(self, request: MemberRequest) -> HttpResponse:
        """Show the empty form."""
        return self.show(OrganisationForm(user=request.user))

    def post(self, request: MemberRequest) -> HttpResponse:
        """Enter the organisation."""
        form = OrganisationForm(request.POST, user=request.user)
        if form.is_valid() and (
            organisation := attempt(
                form, lambda: enter_organisation(by=request.user, **form.columns())
            )
        ):
            messages.success(request, _("%(name)s is entered.") % {"name": organisation})
            return redirect(organisation)
        return self.show(form)

    def show(self, form: OrganisationForm) -> HttpResponse:
        """Show the form with what was typed."""
        list_url = reverse("people:organisations")
        return form_page(
            self.request,
            form,
            _("Enter an organisation"),
            list_url,
            _("Organisations"),
            submit=_("Enter it"),
        )


class EditOrganisation(RoomView):
    """Change what an organisation's page says."""

    def get(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Show the form."""
        organisation = self.organisation(pk)
        refused = self.refuse(
            rules.can_edit_organisation, organisation, organisation.get_absolute_url()
        )
        return refused or self.show(
            organisation, OrganisationForm(instance=organisation, user=request.user)
        )

    def post(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Save."""
        organisation = self.organisation(pk)
        if refused := self.refuse(
            rules.can_edit_organisation, organisation, organisation.get_absolute_url()
        ):
            return refused
        form = OrganisationForm(request.POST, instance=organisation, user=request.user)
        if form.is_valid():
            seen = form.cleaned_data["seen"]
            action = partial(
                edit_organisation,
                organisation=organisation,
                by=request.user,
                seen=seen,
                **form.columns(),
            )
            if attempt(form, action):
                messages.success(request, _("Saved."))
                return redirect(organisation)
            see_afresh(form, self.organisation(pk).fingerprint(COLUMNS))
        return self.show(self.organisation(pk), form)

    def show(self, organisation: Organisation, form: OrganisationForm) -> HttpResponse:
        """Show the form with what was typed."""
        url = organisation.get_absolute_url()
        return form_page(self.request, form, str(organisation), url, str(organisation))


class JoinOrganisation(RoomView):
    """From a person's page: which organisation they belong to."""

    def get(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Show the form."""
        return self.show(self.person(pk), JoinForm(user=request.user))

    def post(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Record the membership."""
        person, form = self.person(pk), JoinForm(request.POST, user=request.user)
        if form.is_valid():
            action = partial(join_organisation, person=person, by=request.user, **form.cleaned_data)
            if attempt(form, action):
                messages.success(request, _("Saved."))
                return redirect(person)
        return self.show(person, form)

    def show(self, person: Person, form: JoinForm) -> HttpResponse:
        """Show the form with what was typed."""
        title = _("Where %(name)s belongs") % {"name": person}
        return form_page(self.request, form, title, person.get_absolute_url(), str(person))


class AddMember(RoomView):
    """From an organisation's page: who belongs to it."""

    def get(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Show the form."""
        organisation = self.organisation(pk)
        refused = self.refuse(
            rules.can_edit_organisation, organisation, organisation.get_absolute_url()
        )
        return refused or self.show(organisation, AddMemberForm(user=request.user))

    def post(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Record the membership."""
        organisation, form = self.organisation(pk), AddMemberForm(request.POST, user=request.user)
        if form.is_valid():
            action = partial(
                join_organisation, organisation=organisation, by=request.user, **form.cleaned_data
            )
            if attempt(form, action):
                messages.success(request, _("Saved."))
                return redirect(organisation)
        return self.show(organisation, form)

    def show(self, organisation: Organisation, form: AddMemberForm) -> HttpResponse:
        """Show the form with what was typed."""
        title = _("Who belongs to %(name)s") % {"name": organisation}
        return form_page(
            self.request, form, title, organisation.get_absolute_url(), str(organisation)
        )


class LeaveOrganisation(RoomView):
    """End a membership today; it stays on record."""

    http_method_names = ["post"]

    def post(self, request: MemberRequest, pk: int) -> HttpResponse:
        """End it."""
        seen = Person.objects.visible_to(request.user)
        memberships = Membership.objects.filter(person__in=seen).select_related(
            "person", "organisation"
        )
        membership = get_object_or_404(memberships, pk=pk)
        action = partial(leave_organisation, membership=membership, by=request.user)
        return self.do(
            action,
            _("The membership has ended; it stays on record."),
            membership.person.get_absolute_url(),
        )


def form_page(
    request: MemberRequest, form: BaseForm, title: str, back: str, back_label: str, submit: str = ""
) -> HttpResponse:
    """Return a page with one form; 422 when it came back with sentences to mend."""
    context = {
        "title": title,
        "form": form,
        "back": back,
        "back_label": back_label,
        "cancel_url": back,
        "submit_label": submit or _("Save"),
    }
    return render(request, "people/form.html", context, status=200 if not form.errors else 422)
