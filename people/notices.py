"""Letters of this room; their words are in templates/emails/people/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import formats, timezone
from django.utils.translation import get_language, pgettext

from workflows.notices import Mail, Notice
from workflows.topics import Topic

if TYPE_CHECKING:
    from people.models import DataRequest, HandOver, Invitation


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


#: The last one, to an address that nothing here knows any more afterwards.
forgotten = Notice(
    "people/forgotten",
    to=lambda obj: [],
    placeholders=("received", "gone", "stays", "until"),
    topic=Topic.MUST,
    fleeting=True,
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


def _requester(request: DataRequest) -> list[Any]:
    person = request.person
    if person.user is not None and person.user.is_active:
        return [person.user]
    return [Mail(person.email, get_language() or "pl", person.full_name)] if person.email else []


def _answering(request: DataRequest) -> list[Any]:
    return request.answering()


def _gives_request(request: DataRequest, entry: object) -> dict[str, Any]:
    return {
        "what": str(request.get_kind_display()),
        "person": str(request.person),
        "received": formats.date_format(timezone.localtime(request.received_at), "DATE_FORMAT"),
        "until": formats.date_format(request.due_on, "DATE_FORMAT"),
        "answer": request.answer,
        "reason": request.extension_reason,
    }


def _of_request(name: str, to: Any, *more: str, topic: Topic = Topic.MUST) -> Notice:
    places = ("what", "person", "received", "until", *more)
    return Notice(
        f"people/request_{name}",
        to=to,
        gives=_gives_request,
        placeholders=places,
        to_others=to is _answering,
        topic=topic,
    )


request_received = _of_request("received", _requester)
request_asked = _of_request("asked", _answering, topic=Topic.MOVE)
request_extended = _of_request("extended", _requester, "reason")
request_fulfilled = _of_request("fulfilled", _requester, "answer")
request_refused = _of_request("refused", _requester, "answer")
request_withdrawn = _of_request("withdrawn", _answering, topic=Topic.NEWS)
