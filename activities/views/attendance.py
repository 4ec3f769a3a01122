"""Attendance: a tick list a day, and a sheet to print and sign."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.actions import take_attendance
from activities.forms import read_attendance, read_seen
from activities.models import Attendance, Event, StudyVisit
from workflows import clock
from workflows.errors import MoveRefused

from .staff import ForStaff


class AttendanceList(ForStaff):
    """The list of one day; saying the same twice changes nothing, so a double click is harmless."""

    template_name = "activities/attendance.html"
    paper_name = ""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        day, _ticked = read_attendance(request.GET, self.object)
        return self.page(day or self.first_choice())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        day, present = read_attendance(request.POST, self.object)
        if day is None:
            return self.page(
                self.first_choice(), [_("Choose a day of this meeting.")], present, status=422
            )
        try:
            number = take_attendance(
                subject=self.object,
                day=day,
                present=present,
                by=request.user,
                seen=read_seen(request.POST),
            )
        except MoveRefused as refusal:
            return self.page(day, refusal.sentences, present, status=refusal.status)
        said = ngettext(
            "Saved: %(count)d person was there.", "Saved: %(count)d persons were there.", number
        )
        messages.success(request, said % {"count": number})
        return redirect(f"{request.path}?day={day.isoformat()}")

    def first_choice(self) -> Any:
        """The latest day that has begun, else the first one."""
        past = self.object.past_days()
        return past[-1] if past else self.object.days[0]

    def door_url(self) -> str:
        """Where people are ticked off one by one; only on the days of an event."""
        is_on = isinstance(self.object, Event) and self.object.is_on_today()
        return reverse("activities:event-checkin", args=[self.object.code]) if is_on else ""

    def page(
        self, day: Any, errors: Any = (), ticked: Any = None, status: int = 200
    ) -> HttpResponse:
        rows = list(
            self.object.registrations.taking_a_place()
            .select_related("person")
            .order_by("person__sort_key", "pk")
        )
        marks = dict(
            Attendance.objects.filter(registration__in=rows, day=day).values_list(
                "registration", "present"
            )
        )
        standing = {key for key, present in marks.items() if present}
        ticked = standing if ticked is None else ticked
        context = {
            "object": self.object,
            "day": day,
            "errors": errors,
            "seen": ",".join(str(key) for key in sorted(standing)),
            "days": [{"day": each, "current": each == day} for each in self.object.days],
            "rows": [{"registration": row, "present": row.pk in ticked} for row in rows],
            "is_taken": bool(rows) and len(marks) == len(rows),
            "can_take": self.object.takes_attendance and day in self.object.past_days(),
            "present_count": len(ticked),
            "sheet_file_url": reverse(
                f"activities:{self.paper_name}", args=[self.object.code, "signatures", "pdf"]
            ),
            "sheet_url": f"{self.request.path}sheet/",
            "door_url": self.door_url(),
            "is_today": day == clock.today(),
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)


class EventAttendance(AttendanceList):
    model = Event
    paper_name = "event-paper"


class VisitAttendance(AttendanceList):
    model = StudyVisit
    paper_name = "visit-paper"


class Sheet(ForStaff):
    """The list on paper: names, and a place to sign for each day."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        rows = (
            self.object.registrations.taking_a_place()
            .select_related("person")
            .order_by("person__sort_key", "pk")
        )
        context = {
            "object": self.object,
            "registrations": rows,
            "days": self.object.days,
            "spare": range(3),
        }
        return TemplateResponse(request, "activities/sheet.html", context)


class EventSheet(Sheet):
    model = Event


class VisitSheet(Sheet):
    model = StudyVisit
