"""The list at the door: one tap for each who comes, kept in the browser while there is no connection."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

from activities.actions.presence import Tick, check_in
from activities.models import Attendance, Event
from workflows import clock
from workflows.errors import MoveRefused

from .staff import ForStaff

JSON = "application/json"
MOST_TICKS = 100  # in one sending; the page sends fewer
LARGEST_KEY = 2**62
YEARS = range(2000, 2200)  # a phone whose clock says more cannot be read in another time zone


class CheckIn(ForStaff):
    """The page holds the whole list; what is tapped comes back as JSON, each tap with its day and time."""

    model = Event
    object: Event

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        today = clock.today()
        rows = self.object.registrations.taking_a_place().select_related("person")
        context = {
            "object": self.object,
            "rows": list(rows.order_by("person__sort_key", "pk")),
            "day": today,
            "can_take": today in self.object.days and self.object.takes_attendance,
            "marks": self.marks(),
            "list_url": reverse("activities:event-attendance", args=[self.object.code]),
            "presence_path": reverse("activities:presence", args=["-"]).partition("-/")[0],
        }
        return TemplateResponse(request, "activities/checkin.html", context)

    def post(self, request: HttpRequest, code: str) -> JsonResponse:
        """Take over the taps; answer with who is there today by now, and with what was refused and why."""
        try:
            # a form's body is read already by whoever looked for its token
            ticks = read_ticks(request.body if request.content_type == JSON else b"")
        except ValueError:
            sentence = _("This is no list of taps. Open the page anew.")
            return JsonResponse({"sentences": [sentence]}, status=422)
        try:
            refused = check_in(event=self.object, ticks=ticks, by=request.user)
        except MoveRefused as refusal:
            return JsonResponse({"sentences": refusal.sentences}, status=refusal.status)
        today = clock.today().isoformat()
        return JsonResponse({"day": today, "marks": self.marks(), "refused": refused})

    def marks(self) -> dict[int, str]:
        """Since when who is there today, by the key of the place."""
        there = Attendance.objects.filter(
            registration__event=self.object, day=clock.today(), present=True
        )
        told = there.values_list("registration", "marked_at")
        return {key: f"{localtime(at):%H:%M}" for key, at in told}


def read_ticks(body: bytes) -> list[Tick]:
    """The taps in what a page sent; ValueError for anything else."""
    try:
        given: Any = json.loads(body)
    except RecursionError as too_deep:
        raise ValueError("no list of ticks") from too_deep
    taps = given.get("ticks") if isinstance(given, dict) else None
    if not isinstance(taps, list) or len(taps) > MOST_TICKS:
        raise ValueError("no list of ticks")
    return [_tick(each) for each in taps]


def _tick(tap: Any) -> Tick:
    if not isinstance(tap, dict):
        raise ValueError("a tick has names")
    key, there = tap.get("key"), tap.get("there")
    day, at = parse_date(str(tap.get("day"))), parse_datetime(str(tap.get("at")))
    sound = type(key) is int and 0 < key < LARGEST_KEY and type(there) is bool
    if not sound or day is None or at is None or not is_aware(at) or at.year not in YEARS:
        raise ValueError("not a tick")
    return Tick(key, day, at, is_there=there)
