"""What is planned for a day and an hour, and the file of it that a calendar opens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar, Event

from workflows import clock
from workflows.lifecycle import Lifecycle
from workflows.notices import Attachment

from .enrolment import Way


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


class Scheduled(Lifecycle):
    """Abstract. A meeting ahead, of a pair or of all mentors: when, how long, in what form, about what."""

    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
    form = models.CharField(
        _("how you meet"), max_length=12, choices=Way.choices, default=Way.ONLINE
    )
    place = models.CharField(_("where"), max_length=200, blank=True)
    about = models.TextField(_("what you want to talk about"), max_length=1000, blank=True)

    class Meta:
        abstract = True

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def has_begun(self) -> bool:
        return clock.now() >= self.starts_at

    @property
    def calendar_title(self) -> str:
        """What a calendar writes beside the hour, in the language in use."""
        raise NotImplementedError

    def invitation(self) -> Attachment:
        """It as a file that a calendar opens."""
        return calendar_file(self, title=self.calendar_title)
