"""Facts that a meeting of the committee asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Meeting


@guard(_("The committee meets while its call is in assessment."))
def call_is_in_assessment(meeting: Meeting) -> bool:
    return meeting.call.state == "assessment"


@guard(_("Nobody came: cancel the meeting instead."))
def somebody_came(meeting: Meeting) -> bool:
    return meeting.presences.exists()


@guard(_("An item is still open: vote on it or put it aside first."))
def no_item_is_open(meeting: Meeting) -> bool:
    return not meeting.items.filter(ended_at__isnull=True).exists()


@guard(_("The committee has voted already: close the meeting instead."))
def nothing_was_voted(meeting: Meeting) -> bool:
    return not meeting.items.filter(votes_for__isnull=False).exists()
