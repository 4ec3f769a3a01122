"""What is heard about things that change hands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format

from workflows.notices import Notice
from workflows.roles import holders
from workflows.topics import Topic

if TYPE_CHECKING:
    from grants.models import Handover
    from people.models import User


def _grantee(handover: Handover) -> list[User]:
    return [handover.agreement.application.author]


def _staff(handover: Handover) -> list[User]:
    return holders("staff", handover.agreement.programme)


def _about(handover: Handover, entry: Any) -> dict[str, str]:
    return {
        "number": handover.agreement.number,
        "title": handover.agreement.title_line,
        "way": str(handover.get_way_display()),
        "day": date_format(handover.day),
        "items": "\n".join(f"– {one['name']}, {one['quantity']}" for one in handover.items),
        "note": entry.text.note,
    }


def _notice(template: str, to: Any, *, topic: Topic) -> Notice:
    places = ("number", "title", "way", "day", "items", "note")
    return Notice(f"grants/{template}", to=to, gives=_about, placeholders=places, topic=topic)


grantee_drawn = _notice("handover_drawn", _grantee, topic=Topic.MUST)
staff_confirmed = _notice("handover_confirmed", _staff, topic=Topic.NEWS)
staff_disputed = _notice("handover_disputed", _staff, topic=Topic.MOVE)
