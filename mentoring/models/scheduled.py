"""What is planned for a day and an hour, and the file of it that a calendar opens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes import calendars
from workflows import clock
from workflows.lifecycle import Lifecycle
from workflows.notices import Attachment

from .enrolment import Way


def calendar_file(meeting: Any, *, title: str) -> Attachment:
    """The meeting as a file that a calendar opens, in the language in use.

    `meeting` has starts_at, ends_at, form, place, about, a state and a version.
    """
    kind = {"plannedmeeting": "meeting"}.get(meeting._meta.model_name, meeting._meta.model_name)
    return calendars.calendar_file(
        key=f"{kind}-{meeting.pk}",
        version=meeting.version,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=title,
        place=meeting.place or meeting.get_form_display(),
        about=meeting.about,
        path=meeting.get_absolute_url(),
        is_off=meeting.state == "called_off",
    )


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
