"""Letters about the minutes of a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format

from grants.rules.minutes import yet_to_sign
from programmes.roles import RUNNERS
from workflows.notices import Notice
from workflows.roles import holders
from workflows.topics import Topic

if TYPE_CHECKING:
    from grants.models import Minutes
    from people.models import User


def _keepers(minutes: Minutes) -> list[User]:
    """Chair and secretary of the committee, each once."""
    people = {one.pk: one for role in ("chair", "secretary") for one in holders(role, minutes.call)}
    return list(people.values())


def _everybody(minutes: Minutes) -> list[User]:
    """Those who were there, and the staff who may publish the results now; each once."""
    there = {
        one.person_id: one.person for one in minutes.meeting.presences.select_related("person")
    }
    staff = {one.pk: one for role in RUNNERS for one in holders(role, minutes.call.programme)}
    return list({**there, **staff}.values())


def _about(minutes: Minutes, entry: Any) -> dict[str, str]:
    return {
        "call": minutes.call.title,
        "day": date_format(timezone.localtime(minutes.meeting.starts_at), "DATE_FORMAT"),
        "person": str(entry.by) if entry.by else "",
        "remark": entry.text.note,
    }


PLACES = ("call", "day", "person", "remark")

members_to_sign = Notice(
    "grants/minutes_to_sign", to=yet_to_sign, gives=_about, placeholders=PLACES, topic=Topic.MOVE
)
keepers_returned = Notice(
    "grants/minutes_returned", to=_keepers, gives=_about, placeholders=PLACES, topic=Topic.MOVE
)
everybody_signed = Notice(
    "grants/minutes_signed", to=_everybody, gives=_about, placeholders=PLACES, topic=Topic.NEWS
)
