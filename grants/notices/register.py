"""What grantees and staff hear of a single document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflows.notices import Notice
from workflows.roles import holders
from workflows.topics import Topic

if TYPE_CHECKING:
    from grants.models import RegisterEntry
    from people.models import User


def _grantee(entry: RegisterEntry) -> list[User]:
    return [entry.agreement.application.author]


def _staff(entry: RegisterEntry) -> list[User]:
    return holders("staff", entry.agreement.programme)


def _about(entry: RegisterEntry, record: Any) -> dict[str, str]:
    return {
        "number": entry.agreement.number,
        "title": entry.agreement.title_line,
        "document": entry.name,
        "question": entry.question,
        "answer": entry.answer,
    }


PLACES = ("number", "title", "document", "question", "answer")
grantee_asked = Notice(
    "grants/document_asked", to=_grantee, gives=_about, placeholders=PLACES, topic=Topic.MUST
)
staff_answered = Notice(
    "grants/document_answered", to=_staff, gives=_about, placeholders=PLACES, topic=Topic.MOVE
)
