"""What is heard about an appeal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grants.guards.application import instant_shown
from grants.notices.sharing import everyone_in
from workflows.notices import Notice
from workflows.roles import holders
from workflows.topics import Topic

if TYPE_CHECKING:
    from grants.models import Appeal
    from people.models import User


def _judges(appeal: Appeal) -> list[User]:
    call = appeal.application.call
    return holders("staff", call.programme) if appeal.is_formal else holders("chair", call)


def _everyone(appeal: Appeal) -> list[User]:
    return everyone_in(appeal.application)


def _about(appeal: Appeal, entry: Any) -> dict[str, str]:
    application = appeal.application
    return {
        "number": application.number,
        "title": application.title_line,
        "call": application.call.title,
        "kind": str(appeal.get_kind_display()),
        "grounds": appeal.grounds,
        "due": instant_shown(appeal.answer_due_at),
        "answer": appeal.answer,
    }


ABOUT = ("number", "title", "call", "kind")

judges_filed = Notice(
    "grants/appeal_filed",
    to=_judges,
    gives=_about,
    placeholders=(*ABOUT, "grounds", "due"),
    topic=Topic.MUST,
)
applicant_upheld = Notice(
    "grants/appeal_upheld",
    to=_everyone,
    gives=_about,
    placeholders=(*ABOUT, "answer"),
    topic=Topic.MUST,
)
applicant_dismissed = Notice(
    "grants/appeal_dismissed",
    to=_everyone,
    gives=_about,
    placeholders=(*ABOUT, "answer"),
    topic=Topic.MUST,
)
