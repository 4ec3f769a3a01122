"""What staff and grantees hear of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finance.money import format_money
from workflows.notices import Notice
from workflows.roles import holders
from workflows.topics import Topic

if TYPE_CHECKING:
    from people.models import User


def _grantee(change: Any) -> list[User]:
    return [change.agreement.application.author]


def _staff(change: Any) -> list[User]:
    return holders("staff", change.agreement.programme)


def _about(change: Any, entry: Any) -> dict[str, str]:
    currency = change.agreement.currency
    rows = [
        f"{row['name']}: {format_money(row['before'], currency)} → {format_money(row['after'], currency)}"
        for row in change.shown_rows()
    ]
    return {
        "number": change.agreement.number,
        "title": change.agreement.title_line,
        "change": str(change),
        "reason": change.reason,
        "rows": "\n".join(rows),
        "note": entry.text.note,
    }


PLACES = ("number", "title", "change", "reason", "rows", "note")


def _notice(template: str, to: Any, *, topic: Topic) -> Notice:
    return Notice(f"grants/{template}", to=to, gives=_about, placeholders=PLACES, topic=topic)


staff_changed = _notice("change_received", _staff, topic=Topic.MOVE)
grantee_approved = _notice("change_approved", _grantee, topic=Topic.MUST)
grantee_refused = _notice("change_refused", _grantee, topic=Topic.MUST)
grantee_annex = _notice("annex_ready", _grantee, topic=Topic.MUST)
grantee_annex_signed = _notice("annex_signed", _grantee, topic=Topic.MUST)
