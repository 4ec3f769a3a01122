"""How long it is until an instant, in days as people in Warsaw count them, and said so that it is right without a clock on the page."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_noop as _

from workflows.workdays import day_in_warsaw

HOUR = timedelta(hours=1)
ON_WEEKDAYS = (
    _("on Monday"),
    _("on Tuesday"),
    _("on Wednesday"),
    _("on Thursday"),
    _("on Friday"),
    _("on Saturday"),
    _("on Sunday"),
)


def time_left(until: datetime, now: datetime) -> str:
    """“in 3 days”, “tomorrow”, within the last day “in 5 hours” or “in 20 minutes”. `until` lies ahead of `now`.

    Parts of an hour are dropped, parts of a minute too, so that nobody is told of more time than there is.
    """
    days = (day_in_warsaw(until) - day_in_warsaw(now)).days
    if days > 1:
        return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
    if days == 1:
        return pgettext("countdown", "tomorrow")
    hours, minutes = (until - now) // HOUR, (until - now) // timedelta(minutes=1)
    if hours:
        return ngettext("in %(count)d hour", "in %(count)d hours", hours) % {"count": hours}
    if minutes:
        return ngettext("in %(count)d minute", "in %(count)d minutes", minutes) % {"count": minutes}
    return gettext("in less than a minute")


def day_and_hour(instant: datetime, now: datetime) -> str:
    """“on Friday 4 December at 23:59”, with the year where it is another one than now."""
    local = timezone.localtime(instant, timezone.get_default_timezone())
    same_year = local.year == day_in_warsaw(now).year
    return gettext("%(weekday)s %(day)s at %(hour)s") % {
        "weekday": gettext(ON_WEEKDAYS[local.weekday()]),
        "day": date_format(local, "j E" if same_year else "j E Y"),
        "hour": date_format(local, "H:i"),
    }
