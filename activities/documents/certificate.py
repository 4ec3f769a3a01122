"""The certificate of somebody who was at an event: which days, how many hours of the programme."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.models import Event, Registration
from workflows import clock
from workflows.typesetting import typeset


def hours_there(registration: Registration) -> timedelta:
    """The programme of the days on which the person is on the list (three queries).

    Points at the same time count once, breaks between points do not, and of the sessions only those the person chose.
    A day without points counts from the hour at which the event begins till the hour at which it ends.
    """
    event: Any = registration.event
    days = list(registration.attendances.filter(present=True).values_list("day", flat=True))
    chosen = {choice.stop_id for choice in registration.choices.all()}
    points = list(event.stops.all())
    return sum((_of_day(event, day, points, chosen) for day in days), timedelta())


def _of_day(event: Event, day: date, points: list[Any], chosen: set[int]) -> timedelta:
    here = [each for each in points if each.day == day]
    if not here:
        begins, ends = (localtime(each) for each in (event.starts_at, event.ends_at))
        return max(_at(day, ends.time()) - _at(day, begins.time()), timedelta())
    spans = sorted(
        (_at(day, each.starts), _at(day, each.ends))
        for each in here
        if each.capacity is None or each.pk in chosen
    )
    total, until = timedelta(), _at(day, datetime.min.time())
    for begins, ends in spans:
        total += max(ends - max(begins, until), timedelta())
        until = max(until, ends)
    return total


def _at(day: date, hour: Any) -> datetime:
    return datetime.combine(day, hour)


def written_hours(total: timedelta) -> str:
    """Hours and minutes, such as “6 h 30 min”."""
    hours, rest = divmod(int(total.total_seconds()) // 60, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def certificate_paper(registration: Registration) -> bytes:
    """The PDF in the language in use."""
    title = _("Certificate of attendance")
    return typeset(_blocks(registration, title), title=title, language=get_language() or "pl")


def _blocks(registration: Registration, title: str) -> Iterator[dict[str, Any]]:
    event: Any = registration.event
    days = registration.attendances.filter(present=True).values_list("day", flat=True)
    yield {"kind": "mark"}
    yield {"kind": "title", "lines": [title]}
    yield {"kind": "heading", "lines": [registration.person.full_name]}
    yield {"kind": "text", "lines": [_("took part in the event:")]}
    rows = [
        [_("Event"), event.title],
        [_("Days"), ", ".join(date_format(day) for day in days.order_by("day"))],
        [_("Place"), event.place],
        [_("Hours of the programme"), written_hours(hours_there(registration))],
        *(
            [_("Session"), choice.stop.title]
            for choice in registration.choices.select_related("stop").order_by(
                "stop__day", "stop__starts"
            )
        ),
        [_("Programme"), event.programme.title],
    ]
    if event.programme.funder:
        rows.append([_("Funder"), str(event.programme.funder)])
    yield {"kind": "table", "rows": rows}
    today = date_format(clock.today())
    said = _("Issued on %(day)s by the attendance list of the organisers.") % {"day": today}
    yield {"kind": "text", "lines": [said]}
