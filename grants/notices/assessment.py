"""What assessors and staff hear while applications are assessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grants.guards.application import instant_shown
from grants.rules.third import third_reasons
from workflows.notices import Notice
from workflows.roles import holders
from workflows.topics import Topic

if TYPE_CHECKING:
    from grants.models import Assessment
    from people.models import User


def _assessor(assessment: Assessment) -> list[User]:
    return [assessment.assessor]


def _assessor_at_work(assessment: Assessment) -> list[User]:
    return [] if assessment.recusal_reason else [assessment.assessor]


def _staff(assessment: Assessment) -> list[User]:
    return holders("staff", assessment.application.call.programme)


def _about(assessment: Assessment, entry: Any) -> dict[str, str]:
    application = assessment.application
    return {
        "number": application.number,
        "title": application.title_line,
        "call": application.call.title,
        "due": instant_shown(assessment.due_at) if assessment.due_at else "",
    }


def _recused(assessment: Assessment, entry: Any) -> dict[str, str]:
    return _about(assessment, entry) | {
        "assessor": str(assessment.assessor),
        "reason": assessment.recusal_reason,
    }


ABOUT = ("number", "title", "call", "due")

assessor_asked = Notice(
    "grants/assessment_asked", to=_assessor, gives=_about, placeholders=ABOUT, topic=Topic.MUST
)
assessor_released = Notice(
    "grants/assessment_released",
    to=_assessor_at_work,
    gives=lambda assessment, entry: _about(assessment, entry) | {"reason": entry.text.note},
    placeholders=(*ABOUT, "reason"),
    topic=Topic.MUST,
)
assessor_reopened = Notice(
    "grants/assessment_reopened",
    to=_assessor,
    gives=lambda assessment, entry: _about(assessment, entry) | {"reason": entry.text.note},
    placeholders=(*ABOUT, "reason"),
    topic=Topic.MUST,
)
assessor_set_aside = Notice(
    "grants/assessment_set_aside",
    to=_assessor,
    gives=lambda assessment, entry: _about(assessment, entry) | {"reason": entry.text.note},
    placeholders=(*ABOUT, "reason"),
    topic=Topic.MUST,
)
staff_set_aside = Notice(
    "grants/assessment_lost",
    to=_staff,
    gives=lambda assessment, entry: (
        _about(assessment, entry)
        | {"assessor": str(assessment.assessor), "reason": entry.text.note}
    ),
    placeholders=(*ABOUT, "assessor", "reason"),
    topic=Topic.MOVE,
)
staff_declined = Notice(
    "grants/assessment_declined",
    to=_staff,
    gives=_recused,
    placeholders=(*ABOUT, "assessor", "reason"),
    topic=Topic.MOVE,
)
staff_recused = Notice(
    "grants/assessment_recused",
    to=_staff,
    gives=_recused,
    placeholders=(*ABOUT, "assessor", "reason"),
    topic=Topic.MOVE,
)
staff_third_opened = Notice(
    "grants/third_opened",
    to=lambda application: holders("staff", application.call.programme),
    gives=lambda application, entry: {
        "number": application.number,
        "title": application.title_line,
        "call": application.call.title,
        "reasons": "\n".join(f"– {each}" for each in third_reasons(application)),
    },
    placeholders=("number", "title", "call", "reasons"),
    topic=Topic.MOVE,
)
