"""What every page of one call begins with, and the page on which staff name its committee."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from grants.actions.expertise import OVER, experts_among, remind_of_topics
from grants.actions.naming import committee_of, end_place, name_to_committee
from grants.forms.assignment import CommitteeForm
from grants.models import Call
from grants.rules import call as rules
from grants.rules.expertise import yet_to_say
from workflows.errors import MoveRefused


class CallPage(LoginRequiredMixin, View):
    """Base of the pages of one call."""

    def call(self, code: str) -> Call:
        """The call, if this person may see it; 404 otherwise."""
        rows = Call.objects.visible_to(self.request.user).with_programme()
        return get_object_or_404(rows, code=code)

    def staffed_call(self, code: str) -> Call:
        """The call, if this person runs it; assessors and chairs hear that staff do this."""
        call = self.call(code)
        if not rules.is_staff(self.request.user, call):
            raise PermissionDenied(" ".join(rules.is_staff.why_not(self.request.user, call)))
        return call

    def context(self, call: Call, **given: Any) -> dict[str, Any]:
        """`call`, and the way back to it."""
        return {"call": call, "back": call.get_absolute_url(), "back_label": call.title, **given}


class CommitteeView(CallPage):
    """The committee of a call: who sits on it as what, and who assesses."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Who they are, and the form to name another."""
        return self.page(self.staffed_call(code), CommitteeForm())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Name somebody, or end a role."""
        call = self.staffed_call(code)
        if "end" in request.POST:
            return self.end(call)
        if "remind" in request.POST:
            return self.remind(call)
        form = CommitteeForm(request.POST)
        if not form.is_valid():
            return self.page(call, form, status=422)
        name_to_committee(
            call=call,
            user=form.cleaned_data["email"],
            place=form.cleaned_data["role"],
            by=request.user,
        )
        messages.success(
            request, _("%(person)s is on the committee.") % {"person": form.cleaned_data["email"]}
        )
        return redirect("grants:call-committee", call.code)

    def end(self, call: Call) -> HttpResponse:
        """End one role; who has an assessment at work keeps it until staff call it off."""
        role, _colon, key = self.request.POST["end"].partition(":")
        members = [person for place, person in committee_of(call) if place == role]
        person = next((one for one in members if str(one.pk) == key), None)
        if person is not None:
            end_place(call=call, user=person, place=role, by=self.request.user)
            messages.success(
                self.request, _("%(person)s is no longer on the committee.") % {"person": person}
            )
        return redirect("grants:call-committee", call.code)

    def remind(self, call: Call) -> HttpResponse:
        """Ask those again who have not said which topics they know."""
        try:
            written = remind_of_topics(call=call, by=self.request.user)
        except MoveRefused as refusal:
            return self.page(call, CommitteeForm(), refusal.sentences, status=refusal.status)
        said = ngettext(
            "A reminder went to %(count)d person.", "Reminders went to %(count)d people.", written
        )
        messages.success(self.request, said % {"count": written})
        return redirect("grants:call-committee", call.code)

    def page(
        self,
        call: Call,
        form: CommitteeForm,
        sentences: Iterable[str] = (),
        *,
        status: int = 200,
    ) -> HttpResponse:
        """The committee with the form, and what its assessors said of the topics."""
        members = committee_of(call)
        context = self.context(
            call,
            members=members,
            form=form,
            people=reverse("people:people"),
            sentences=list(sentences),
            experts=experts_among(call, members),
            silent=len(yet_to_say(call)),
            topics_over=call.state in OVER,
        )
        return TemplateResponse(
            self.request, "grants/assessment_committee.html", context, status=status
        )
