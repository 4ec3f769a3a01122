"""What has a day and an hour as a file that a calendar opens."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext
from icalendar import Calendar, Event

from workflows import clock
from workflows.notices import Attachment


def calendar_file(
    *,
    key: str,
    version: int,
    starts_at: datetime,
    ends_at: datetime,
    title: str,
    place: str,
    about: str,
    path: str,
    is_off: bool,
) -> Attachment:
    """It as an iCalendar file (RFC 5545) in the language in use; `key` names it for ever, `path` is its page.

    Published rather than requested: no answer is waited for, and nobody's address is in it. The same key with a
    higher version replaces what a calendar holds already.
    """
    event = Event()
    event.add("uid", f"{key}@{settings.TANDEM_URL.split('//')[-1]}")
    event.add("dtstamp", clock.now())
    event.add("sequence", version)
    event.add("dtstart", localtime(starts_at))
    event.add("dtend", localtime(ends_at))
    event.add("summary", title)
    event.add("location", place)
    event.add("description", about)
    event.add("url", settings.TANDEM_URL + path)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Tandem//PL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    day = localtime(starts_at).date().isoformat()
    name = gettext("meeting-%(day)s.ics") % {"day": day}
    return Attachment(name, "text/calendar; method=PUBLISH", calendar.to_ical().decode())
