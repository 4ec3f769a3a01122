"""Letters of this room; their words are in templates/emails/people/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import formats, timezone
from django.utils.translation import get_language, pgettext

from workflows.notices import Mail, Notice
from workflows.topics import Topic

if TYPE_CHECKING:
    from people.models import HandOver, Invitation


def _invited(invitation: Invitation) -> list[Mail]:
    person = invitation.person
    language = person.user.language if person.user else get_language() or "pl"
    return [Mail(invitation.email, language, person.full_name)]


def _gives(invitation: Invitation, entry: object) -> dict[str, Any]:
    until = timezone.localtime(invitation.expires_at)
    return {"inviter": str(invitation.sent_by), "until": formats.date_format(until, "DATE_FORMAT")}


invitation = Notice(
    "people/invitation",
    to=_invited,
    gives=_gives,
    placeholders=("inviter", "until"),
    topic=Topic.MUST,
)


def _both(hand_over: HandOver) -> list[Any]:
    return [hand_over.recipient, hand_over.giver]


def _gives_days(hand_over: HandOver, entry: object) -> dict[str, Any]:
    until = formats.date_format(hand_over.until, "DATE_FORMAT") if hand_over.until else ""
    return {
        "person": str(hand_over.giver),
        "who": str(hand_over.recipient),
        "since": formats.date_format(hand_over.since, "DATE_FORMAT"),
        "until": until or pgettext("hand-over", "for good"),
        "reason": hand_over.reason,
    }


_DAYS = ("person", "who", "since", "until", "reason")
handed_over = Notice(
    "people/handed_over", to=_both, gives=_gives_days, placeholders=_DAYS, topic=Topic.MUST
)
handed_back = Notice(
    "people/handed_back", to=_both, gives=_gives_days, placeholders=_DAYS, topic=Topic.MUST
)
