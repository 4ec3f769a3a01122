"""What an applicant hears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from grants.guards.application import instant_shown
from grants.notices.decision import words_for
from grants.notices.sharing import everyone_in
from grants.rules.letters import LetterKind
from workflows.notices import Notice
from workflows.topics import Topic

if TYPE_CHECKING:
    from grants.models import Application

ABOUT = ("number", "title", "call")


def _about(application: Application, entry: Any) -> dict[str, str]:
    return {
        "number": application.number,
        "title": application.title_line,
        "call": application.call.title,
    }


def _receipt(application: Application, entry: Any) -> dict[str, str]:
    frozen = application.latest_submission
    due = application.check_due_at
    return _about(application, entry) | {
        "instant": instant_shown(frozen.submitted_at if frozen else entry.at),
        "digest": frozen.digest if frozen else "",
        "receipt": settings.TANDEM_URL + frozen.get_public_url() if frozen else "",
        "check_due": instant_shown(due) if due else "",
    }


def _returned(application: Application, entry: Any) -> dict[str, str]:
    due = application.correction_due_at
    return _about(application, entry) | {
        "reasons": application.correction_reasons,
        "due": instant_shown(due) if due else "",
    }


applicant_receipt = Notice(
    "grants/application_receipt",
    to=everyone_in,
    gives=_receipt,
    placeholders=(*ABOUT, "instant", "digest", "receipt", "check_due"),
    topic=Topic.MUST,
)
applicant_returned = Notice(
    "grants/application_returned",
    to=everyone_in,
    gives=_returned,
    placeholders=(*ABOUT, "reasons", "due"),
    topic=Topic.MUST,
)
applicant_admitted = Notice(
    "grants/application_admitted",
    to=everyone_in,
    gives=_about,
    placeholders=ABOUT,
    topic=Topic.MUST,
)
applicant_rejected = Notice(
    LetterKind.REJECTED.template,
    to=everyone_in,
    gives=lambda application, entry: (
        _about(application, entry) | {"grounds": application.rejection_grounds}
    ),
    placeholders=(*ABOUT, "grounds"),
    words=words_for(LetterKind.REJECTED),
    topic=Topic.MUST,
)
applicant_more_time = Notice(
    "grants/more_time",
    to=everyone_in,
    gives=lambda application, entry: (
        _about(application, entry)
        | {"until": instant_shown(application.submission_due_at), "reason": entry.text.note}
    ),
    placeholders=("title", "call", "until", "reason"),
    topic=Topic.MUST,
)
applicant_more_time_to_correct = Notice(
    "grants/more_time_to_correct",
    to=everyone_in,
    gives=lambda application, entry: (
        _about(application, entry)
        | {"until": instant_shown(application.correction_due_at), "reason": entry.text.note}
    ),
    placeholders=(*ABOUT, "until", "reason"),
    topic=Topic.MUST,
)
