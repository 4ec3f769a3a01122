"""Facts that minutes ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Minutes


@guard(_("The call is not decided yet: its minutes hold the decision."))
def decision_is_taken(minutes: Minutes) -> bool:
    """A meeting after which the committee met again says what was voted; the last one what was decided."""
    meeting = minutes.meeting
    later = meeting.call.meetings.filter(
        state__in=["open", "closed"], opened_at__gt=meeting.opened_at
    )
    return meeting.call.state != "assessment" or later.exists()


@guard(_("Nobody was there who could sign."))
def somebody_signs(minutes: Minutes) -> bool:
    return minutes.meeting.presences.exists()


@guard(_("The minutes were corrected after you opened them. Read them again, then confirm."))
def text_is_the_one_read(minutes: Minutes, digest: str) -> bool:
    return minutes.digest == digest
