"""What is heard of a grant that became free for the reserve list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finance.money import format_money
from grants.guards.application import instant_shown
from grants.notices.sharing import everyone_in
from workflows.notices import Notice
from workflows.roles import holders
from workflows.topics import Topic

if TYPE_CHECKING:
    from grants.models import ReserveOffer
    from people.models import User


def _applicants(offer: ReserveOffer) -> list[User]:
    return everyone_in(offer.application)


def _staff(offer: ReserveOffer) -> list[User]:
    return holders("staff", offer.application.call.programme)


def _about(offer: ReserveOffer, entry: Any) -> dict[str, str]:
    application = offer.application
    currency = application.call.currency
    return {
        "number": application.number,
        "title": application.title_line,
        "call": application.call.title,
        "amount": format_money(offer.amount, currency),
        "requested": format_money(application.requested_amount or 0, currency),
        "due": instant_shown(offer.due_at),
        "because": offer.because,
        "note": entry.text.note,
    }


PLACES = ("number", "title", "call", "amount", "requested", "due", "because", "note")


def _notice(template: str, to: Any, *, topic: Topic) -> Notice:
    return Notice(f"grants/{template}", to=to, gives=_about, placeholders=PLACES, topic=topic)


applicant_offered = _notice("reserve_offered", _applicants, topic=Topic.MUST)
staff_offered = _notice("reserve_offered_staff", _staff, topic=Topic.NEWS)
staff_accepted = _notice("reserve_accepted", _staff, topic=Topic.MOVE)
staff_declined = _notice("reserve_declined", _staff, topic=Topic.MOVE)
staff_lapsed = _notice("reserve_lapsed", _staff, topic=Topic.MOVE)
