"""What is heard about a check of a grant and about what it recommends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format

from grants.guards.application import instant_shown
from workflows.notices import Notice
from workflows.roles import holders
from workflows.topics import Topic

if TYPE_CHECKING:
    from grants.models import Inspection, Recommendation
    from people.models import User


def _grantee(about: Inspection | Recommendation) -> list[User]:
    return [about.agreement.application.author]


def _staff(about: Inspection | Recommendation) -> list[User]:
    return holders("staff", about.agreement.programme)


def _grantee_who_had_work(inspection: Inspection) -> list[User]:
    """Nobody where nothing was recommended: the signature already ended it."""
    return _grantee(inspection) if inspection.recommendations.exists() else []


def _about(inspection: Inspection, entry: Any) -> dict[str, str]:
    due = inspection.objection_due_at
    return {
        "number": inspection.agreement.number,
        "title": inspection.agreement.title_line,
        "kind": str(inspection.get_kind_display()),
        "day": date_format(inspection.day),
        "where": inspection.where or "–",
        "who": str(inspection.lead),
        "scope": inspection.scope,
        "due": instant_shown(due) if due else "–",
        "objection": inspection.objection,
        "answer": inspection.answer or "–",
        "recommendations": "\n".join(_recommended(inspection)) or "–",
        "note": entry.text.note,
    }


def _recommended(inspection: Inspection) -> list[str]:
    return [f"– {text} ({date_format(due)})" for text, due in inspection.recommended()]


PLACES = (
    "number",
    "title",
    "kind",
    "day",
    "where",
    "who",
    "scope",
    "due",
    "objection",
    "answer",
    "recommendations",
    "note",
)


def _notice(template: str, to: Any, *, topic: Topic) -> Notice:
    return Notice(f"grants/{template}", to=to, gives=_about, placeholders=PLACES, topic=topic)


grantee_announced = _notice("inspection_announced", _grantee, topic=Topic.MUST)
grantee_moved = _notice("inspection_moved", _grantee, topic=Topic.MUST)
grantee_cancelled = _notice("inspection_cancelled", _grantee, topic=Topic.MUST)
grantee_protocol = _notice("inspection_protocol", _grantee, topic=Topic.MUST)
staff_signed = _notice("inspection_signed", _staff, topic=Topic.NEWS)
staff_objected = _notice("inspection_objected", _staff, topic=Topic.MOVE)
grantee_corrected = _notice("inspection_corrected", _grantee, topic=Topic.MUST)
grantee_stands = _notice("inspection_stands", _grantee, topic=Topic.MUST)
grantee_closed = _notice("inspection_closed", _grantee_who_had_work, topic=Topic.MUST)


def _recommendation(recommendation: Recommendation, entry: Any) -> dict[str, str]:
    return {
        "number": recommendation.agreement.number,
        "title": recommendation.agreement.title_line,
        "text": recommendation.text,
        "due": date_format(recommendation.due_on),
        "answer": recommendation.answer or "–",
        "note": entry.text.note,
    }


def _about_recommendation(template: str, to: Any, *, topic: Topic) -> Notice:
    return Notice(
        f"grants/{template}",
        to=to,
        gives=_recommendation,
        placeholders=("number", "title", "text", "due", "answer", "note"),
        topic=topic,
    )


staff_done = _about_recommendation("recommendation_done", _staff, topic=Topic.MOVE)
grantee_returned = _about_recommendation("recommendation_returned", _grantee, topic=Topic.MUST)
grantee_dropped = _about_recommendation("recommendation_dropped", _grantee, topic=Topic.MUST)
