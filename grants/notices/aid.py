"""What grantees hear of de minimis aid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format

from finance.money import format_money
from workflows.notices import Notice
from workflows.topics import Topic

if TYPE_CHECKING:
    from grants.models import DeMinimisAid
    from people.models import User


def _grantee(aid: DeMinimisAid) -> list[User]:
    return [aid.agreement.application.author]


def _about(aid: DeMinimisAid, entry: Any) -> dict[str, str]:
    return {
        "number": aid.agreement.number,
        "title": aid.agreement.title_line,
        "certificate": aid.certificate_number,
        "granted_on": date_format(aid.granted_on, "DATE_FORMAT"),
        "amount": format_money(aid.amount, aid.agreement.currency),
        "euro": format_money(aid.euro, "EUR"),
        "reason": entry.text.note,
    }


PLACES = ("number", "title", "certificate", "granted_on", "amount", "euro", "reason")
grantee_certificate = Notice(
    "grants/aid_granted", to=_grantee, gives=_about, placeholders=PLACES, topic=Topic.MUST
)
grantee_cancelled = Notice(
    "grants/aid_cancelled", to=_grantee, gives=_about, placeholders=PLACES, topic=Topic.MUST
)
