"""The next meeting of a pair: planning it, its page, its calendar file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from mentoring import rules
from mentoring.actions import plan_meeting
from mentoring.forms import MeetingForm
from mentoring.models import PlannedMeeting
from workflows.views import MoveView, ObjectView

from .forms_in_pair import InPair


class NewMeeting(InPair):
    title = _("Plan the next meeting")
    label = _("Plan and send the invitation")

    def get_form(self, data: Any = None) -> MeetingForm:
        return MeetingForm(data)

    def write(self, form: MeetingForm) -> Any:
        meeting = plan_meeting(pairing=self.pair, by=self.request.user, **form.cleaned_data)
        messages.success(
            self.request,
            gettext("Planned. You both get the invitation for your calendars by mail."),
        )
        return meeting


class MeetingPage(ObjectView):
    """One planned meeting, with its calendar file and the way to write it down."""

    model = PlannedMeeting
    template_name = "mentoring/meeting.html"

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        return rows.with_pair().select_related(
            "pairing__mentor__person__user", "pairing__mentee__person__user", "planned_by"
        )

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        meeting, user = self.object, self.request.user
        works = meeting.state == "planned" and meeting.pairing.works
        return super().get_context_data(
            pair=meeting.pairing,
            can_write=works and meeting.has_begun and rules.works_in_pair(user, meeting),
            back=meeting.pairing.get_absolute_url(),
            back_label=str(meeting.pairing),
            **given,
        )


class MeetingMove(MoveView):
    model = PlannedMeeting


class CalendarFile(LoginRequiredMixin, View):
    """The meeting as a file that a calendar opens."""

    model: Any = PlannedMeeting

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        file = get_object_or_404(self.model.objects.visible_to(request.user), pk=pk).invitation()
        answer = HttpResponse(file.content, content_type=f"{file.kind}; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
        return answer
