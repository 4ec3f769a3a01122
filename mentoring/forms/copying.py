"""The next edition begins with the rules of the last one: everything is copied, the days move by whole years."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from mentoring.models import Edition
from workflows import clock

from .edition import EditionForm, topic_lines

YEAR = re.compile(r"\b20\d\d\b")
DAYS = ("recruits_until", "starts_on", "ends_on")


def copied(edition: Edition) -> dict[str, Any]:
    """What the form of a new edition begins with, taken from `edition`: its rules, texts and topics.

    Its days come as many whole years later as it takes for the edition to be still ahead; a year in the title moves
    with them.
    """
    years = _years_ahead(edition.starts_on)
    given = {name: getattr(edition, name) for name in EditionForm.Meta.fields}
    for name in DAYS:
        given[name] = later(given[name], years)
    for name in ("title_pl", "title_en"):
        given[name] = YEAR.sub(lambda found: str(int(found[0]) + years), given[name] or "")
    return {
        **given,
        "activity": edition.activity_id,
        "topics": topic_lines(edition),
        "like": edition.code,
    }


def _years_ahead(starts_on: date) -> int:
    years = max(clock.today().year - starts_on.year, 1)
    return years if later(starts_on, years) > clock.today() else years + 1


def later(day: Any, years: int) -> Any:
    """The same day (or hour in Warsaw) so many years later; of 29 February the 28th where there is none."""
    if isinstance(day, datetime):
        local = timezone.localtime(day)
        moved = datetime.combine(later(local.date(), years), local.time())
        return timezone.make_aware(moved)
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
