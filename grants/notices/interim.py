"""What grantees and staff hear of an interim report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grants.guards.application import instant_shown
from workflows.notices import Notice
from workflows.roles import holders
from workflows.topics import Topic

if TYPE_CHECKING:
    from grants.models import InterimReport
    from people.models import User


def _grantee(report: InterimReport) -> list[User]:
    return [report.agreement.application.author]


def _staff(report: InterimReport) -> list[User]:
    return holders("staff", report.agreement.programme)


def _about(report: InterimReport, entry: Any) -> dict[str, str]:
    due, correction = report.due_at, report.correction_due_at
    return {
        "number": report.agreement.number,
        "title": report.agreement.title_line,
        "due": instant_shown(due) if due else "–",
        "reasons": report.return_reasons,
        "correction_due": instant_shown(correction) if correction else "",
        "note": entry.text.note,
    }


PLACES = ("number", "title", "due", "reasons", "correction_due", "note")


def _notice(template: str, to: Any, *, topic: Topic) -> Notice:
    return Notice(f"grants/{template}", to=to, gives=_about, placeholders=PLACES, topic=topic)


grantee_opened = _notice("interim_opened", _grantee, topic=Topic.MUST)
staff_received = _notice("interim_received", _staff, topic=Topic.MOVE)
grantee_returned = _notice("interim_returned", _grantee, topic=Topic.MUST)
grantee_accepted = _notice("interim_accepted", _grantee, topic=Topic.MUST)
