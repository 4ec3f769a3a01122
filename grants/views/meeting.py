"""Meetings of a committee: called, shown on one screen, kept as they go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from grants.actions.meeting import (
    call_meeting,
    note_coming,
    note_going,
    put_aside,
    recuse_from_item,
    take_up,
    vote_on_item,
)
from grants.actions.ranking import standing_of
from grants.actions.sitting import Sitting, sitting_of
from grants.forms.meeting import CallMeetingForm, VotesForm
from grants.models import Call, Meeting, Minutes
from grants.rules import call as call_rules
from grants.rules import decision as decision_rules
from grants.rules import meeting as rules
from grants.views.assignment import CallPage
from grants.views.sitting import agenda_of, seats_of
from people.models import User
from workflows.errors import MoveRefused
from workflows.views import MoveView, ObjectView
from workflows.views.moves import arrived_at


class MeetingsView(CallPage):
    """The meetings of a call's committee, and the form that calls one."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The list."""
        return self.page(self.seen_call(code), CallMeetingForm())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Call the committee together."""
        call = self.seen_call(code)
        form = CallMeetingForm(request.POST)
        if not form.is_valid():
            return self.page(call, form, status=422)
        try:
            meeting = call_meeting(call=call, by=request.user, **form.cleaned_data)
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.page(call, form, status=refusal.status)
        messages.success(
            request, _("The meeting is called. Everybody on the committee has a letter.")
        )
        return redirect(meeting)

    def seen_call(self, code: str) -> Call:
        """The call, for its panel and its staff; assessors hear who meets."""
        call, user = self.call(code), self.request.user
        meets = call_rules.is_staff | call_rules.is_on_panel
        if not (meets(user, call) or user.is_superuser):
            raise PermissionDenied(" ".join(call_rules.is_on_panel.why_not(user, call)))
        return call

    def page(self, call: Call, form: CallMeetingForm, *, status: int = 200) -> HttpResponse:
        """The meetings, with the form where one may be called."""
        meetings = list(Meeting.objects.filter(call=call))
        waits = any(one.state in {"called", "open"} for one in meetings)
        calls = form.is_bound or (call.state == Call.States.ASSESSMENT and not waits)
        context = self.context(
            call,
            meetings=meetings,
            form=form if calls and rules.keeps(self.request.user, Meeting(call=call)) else None,
        )
        return TemplateResponse(self.request, "grants/meeting_list.html", context, status=status)


class OfMeeting(LoginRequiredMixin, View):
    """Base of the pages about one meeting."""

    def load(self, pk: int) -> Meeting:
        """The meeting, if this person may see it."""
        rows = Meeting.objects.visible_to(self.request.user).for_lists()
        found: Meeting = get_object_or_404(rows, pk=pk)
        return found

    def sitting(self, meeting: Meeting) -> Sitting:
        """The meeting as it stands."""
        return sitting_of(meeting, standing_of(meeting.call))


class MeetingView(ObjectView):
    """One meeting: when and where, who was there, what was voted."""

    model = Meeting
    template_name = "grants/meeting.html"

    def get_queryset(self) -> Any:
        """With the call."""
        rows: Any = super().get_queryset()
        return rows.for_lists()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds attendance, items, the changes and the decision that refer to the meeting."""
        meeting = self.object
        items = meeting.items.select_related("application", "presided_by")
        changes = meeting.changes.select_related("application", "made_by")
        return super().get_context_data(
            call=meeting.call,
            presences=meeting.presences.select_related("person"),
            items=items.prefetch_related("recusals__person"),
            changes=changes,
            minutes=Minutes.objects.filter(meeting=meeting).first(),
            decision=meeting.decisions.first_ones().select_related("decided_by").first(),
            keeps=rules.keeps(self.request.user, meeting),
            back=reverse("grants:call-meetings", args=[meeting.call.code]),
            back_label=_("Meetings of the committee"),
            **given,
        )


class ScreenView(OfMeeting):
    """The meeting on one screen, large enough for a wall; whoever keeps it writes here, the others watch."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The screen of an open meeting; back to its page otherwise."""
        meeting = self.load(pk)
        if meeting.state != Meeting.States.OPEN:
            return redirect(meeting)
        return self.page(meeting, VotesForm())

    def page(self, meeting: Meeting, form: VotesForm, *, status: int = 200) -> HttpResponse:
        """Who is there, what is up, what comes next."""
        sitting, user = self.sitting(meeting), self.request.user
        context = {
            "object": meeting,
            "call": meeting.call,
            "sitting": sitting,
            "seats": seats_of(sitting),
            "agenda": agenda_of(sitting),
            "form": form,
            "keeps": rules.keeps(user, meeting),
            "may_decide": decision_rules.may_decide(user, meeting.call),
        }
        return TemplateResponse(self.request, "grants/meeting_screen.html", context, status=status)


class RecordView(ScreenView):
    """One thing that happened at the meeting, as `do` names it; back to the screen."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write it down, or say what stands in the way."""
        meeting = self.load(pk)
        known: dict[str, Callable[[Meeting], None]] = {
            "come": self.come,
            "go": self.go,
            "take": self.take,
            "recuse": self.recuse,
            "aside": self.aside,
        }
        do = request.POST.get("do", "")
        try:
            if do == "vote":
                return self.vote(meeting)
            if do in known:
                known[do](meeting)
        except MoveRefused as refusal:
            messages.error(request, " ".join(map(str, refusal.sentences)))
        return redirect("grants:meeting-screen", meeting.pk)

    def written(self) -> dict[str, Any]:
        """Who writes, and when it reached Tandem."""
        return {"by": self.request.user, "at": arrived_at(self.request)}

    def person(self) -> User:
        """The person named in the form; 404 for nobody."""
        key = self.request.POST.get("person", "")
        return get_object_or_404(User, pk=int(key) if key.isdecimal() and len(key) < 10 else 0)

    def come(self, meeting: Meeting) -> None:
        """Somebody came."""
        note_coming(meeting=meeting, person=self.person(), **self.written())

    def go(self, meeting: Meeting) -> None:
        """Somebody left."""
        note_going(meeting=meeting, person=self.person(), **self.written())

    def take(self, meeting: Meeting) -> None:
        """An item is taken up; without a key the rest of the list."""
        key, application = self.request.POST.get("application", ""), None
        if key:
            number = int(key) if key.isdecimal() and len(key) < 10 else 0
            application = get_object_or_404(meeting.call.applications, pk=number)
        take_up(meeting=meeting, application=application, **self.written())

    def recuse(self, meeting: Meeting) -> None:
        """Somebody leaves for the item."""
        reason = self.request.POST.get("reason", "")
        recuse_from_item(meeting=meeting, person=self.person(), reason=reason, **self.written())

    def aside(self, meeting: Meeting) -> None:
        """The item ends without a vote."""
        put_aside(meeting=meeting, **self.written())

    def vote(self, meeting: Meeting) -> HttpResponse:
        """The votes; what was typed stays when they do not add up."""
        form = VotesForm(self.request.POST)
        if not form.is_valid():
            return self.page(meeting, form, status=422)
        try:
            item = vote_on_item(meeting=meeting, votes=form.votes(), **self.written())
        except MoveRefused as refusal:
            if not meeting.items.filter(ended_at=None).exists():
                raise
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.page(self.load(meeting.pk), form, status=refusal.status)
        said = _("Carried: %(item)s.") if item.was_carried else _("Not carried: %(item)s.")
        messages.success(self.request, said % {"item": item})
        return redirect("grants:meeting-screen", meeting.pk)


class MeetingMoveView(MoveView):
    """A move of a meeting."""

    model = Meeting

    def get_success_url(self) -> str:
        """An open meeting is kept on its screen."""
        if self.object.state == Meeting.States.OPEN:
            return reverse("grants:meeting-screen", args=[self.object.pk])
        return super().get_success_url()
