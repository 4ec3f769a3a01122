"""What the asker of a question hears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from workflows.notices import Notice
from workflows.topics import Topic

if TYPE_CHECKING:
    from grants.models import CallQuestion


def _about(question: CallQuestion, entry: Any) -> dict[str, str]:
    return {
        "call": question.call.title,
        "question": question.asked_text,
        "answer": question.answer,
        "reason": question.decline_reason,
        "page": f"{settings.TANDEM_URL}{question.call.get_public_url()}",
    }


ABOUT = ("call", "question", "page")

asker_answered = Notice(
    "grants/question_answered",
    to=lambda question: [question.addressee],
    gives=_about,
    placeholders=(*ABOUT, "answer"),
    topic=Topic.MUST,
)
asker_declined = Notice(
    "grants/question_declined",
    to=lambda question: [question.addressee] if question.decline_reason else [],
    gives=_about,
    placeholders=(*ABOUT, "reason"),
    topic=Topic.MUST,
)
