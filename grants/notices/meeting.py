"""Letters about a meeting of the committee."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grants.rules.call import PANEL
from workflows.deadlines import in_words
from workflows.notices import Notice
from workflows.roles import holders
from workflows.topics import Topic

if TYPE_CHECKING:
    from grants.models import Meeting
    from people.models import User


def _panel(meeting: Meeting) -> list[User]:
    """Everybody on the committee, each once."""
    people = {one.pk: one for role in PANEL for one in holders(role, meeting.call)}
    return list(people.values())


def _when(meeting: Meeting, entry: Any) -> dict[str, str]:
    return {
        "call": meeting.call.title,
        "when": in_words(meeting.starts_at),
        "place": meeting.place,
        "quorum": str(meeting.call.quorum),
        "reason": entry.text.note,
    }


PLACES = ("call", "when", "place", "quorum", "reason")

committee_called = Notice(
    "grants/meeting_called", to=_panel, gives=_when, placeholders=PLACES, topic=Topic.MUST
)
committee_cancelled = Notice(
    "grants/meeting_cancelled", to=_panel, gives=_when, placeholders=PLACES, topic=Topic.MUST
)
