"""A meeting as a file that a calendar opens."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext
from icalendar import Calendar, Event

from workflows import clock
from workflows.notices import Attachment


def calendar_file(meeting: Any, *, title: str) -> Attachment:
    """The meeting as an iCalendar file (RFC 5545) in the language in use.

    `meeting` has starts_at, ends_at, form, place, about, a state and a version. Published rather than requested: no
    answer is waited for, and nobody's address is in it. The same UID with a higher sequence replaces what a calendar
    holds already.
    """
    kind = {"plannedmeeting": "meeting"}.get(meeting._meta.model_name, meeting._meta.model_name)
    event = Event()
    event.add("uid", f"{kind}-{meeting.pk}@{settings.TANDEM_URL.split('//')[-1]}")
    event.add("dtstamp", clock.now())
    event.add("sequence", meeting.version)
    event.add("dtstart", localtime(meeting.starts_at))
    event.add("dtend", localtime(meeting.ends_at))
    event.add("summary", title)
    event.add("location", meeting.place or meeting.get_form_display())
    event.add("description", meeting.about)
    event.add("url", settings.TANDEM_URL + meeting.get_absolute_url())
    event.add("status", "CANCELLED" if meeting.state == "called_off" else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Tandem//Mentoring//PL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    day = localtime(meeting.starts_at).date().isoformat()
    name = gettext("meeting-%(day)s.ics") % {"day": day}
    return Attachment(name, "text/calendar; method=PUBLISH", calendar.to_ical().decode())
