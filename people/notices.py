"""Letters of this room; their words are in templates/emails/people/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import formats, timezone
from django.utils.translation import get_language

from workflows.notices import Mail, Notice

if TYPE_CHECKING:
    from people.models import Invitation


def _invited(invitation: Invitation) -> list[Mail]:
    person = invitation.person
    language = person.user.language if person.user else get_language() or "pl"
    return [Mail(invitation.email, language, person.full_name)]


def _gives(invitation: Invitation, entry: object) -> dict[str, Any]:
    until = timezone.localtime(invitation.expires_at)
    return {"inviter": str(invitation.sent_by), "until": formats.date_format(until, "DATE_FORMAT")}


invitation = Notice(
    "people/invitation", to=_invited, gives=_gives, placeholders=("inviter", "until")
)
