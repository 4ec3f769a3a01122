"""What the patron of a group hears, and what the group hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grants.guards.application import instant_shown
from grants.notices.sharing import everyone_in
from workflows.notices import Notice
from workflows.topics import Topic

if TYPE_CHECKING:
    from grants.models import Patronage
    from people.models import User

PLACES = ("title", "call", "group", "author", "patron", "reason", "until")


def _about(patronage: Patronage, entry: Any) -> dict[str, str]:
    application = patronage.application
    return {
        "title": application.title_line,
        "call": application.call.title,
        "group": application.applicant,
        "author": str(application.author),
        "patron": patronage.organisation_name,
        "reason": patronage.reason,
        "until": instant_shown(patronage.due_at),
    }


def _asked(patronage: Patronage) -> list[User]:
    return [patronage.user]


def _writers(patronage: Patronage) -> list[User]:
    return [one for one in everyone_in(patronage.application) if one != patronage.user]


def _writers_who_wait(patronage: Patronage) -> list[User]:
    """Nobody where the writing ended first: there it is no news that no answer came."""
    return _writers(patronage) if patronage.application.is_written else []


patron_asked = Notice(
    "grants/patron_asked", to=_asked, gives=_about, placeholders=PLACES, topic=Topic.MUST
)
group_confirmed = Notice(
    "grants/patron_confirmed", to=_writers, gives=_about, placeholders=PLACES, topic=Topic.NEWS
)
group_declined = Notice(
    "grants/patron_declined", to=_writers, gives=_about, placeholders=PLACES, topic=Topic.MOVE
)
group_unanswered = Notice(
    "grants/patron_unanswered",
    to=_writers_who_wait,
    gives=_about,
    placeholders=PLACES,
    topic=Topic.MOVE,
)
patron_called_off = Notice(
    "grants/patron_called_off", to=_asked, gives=_about, placeholders=PLACES, topic=Topic.MUST
)
