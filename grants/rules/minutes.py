"""Who draws minutes up, who signs them and who sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from grants.rules import call as call_rules
from grants.rules import meeting as meeting_rules
from workflows.predicates import predicate

if TYPE_CHECKING:
    from grants.models import Minutes
    from people.models import User


def yet_to_sign(minutes: Minutes) -> list[User]:
    """Those who were at the meeting and have not confirmed the text that is out to be signed."""
    text = minutes.text
    if text is None:
        return []
    waiting = text.signatures.filter(signed_at__isnull=True).select_related("person")
    return [one.person for one in waiting]


@predicate(
    _("The chair, the deputy and the secretary of the committee keep its minutes, and the staff.")
)
def keeps(user: User, minutes: Minutes) -> bool:
    return meeting_rules.keeps(user, minutes.meeting)


@predicate(_("The staff of this programme record the scan."))
def is_staff(user: User, minutes: Minutes) -> bool:
    return call_rules.is_staff(user, minutes.call)


@predicate(_("Those who were at the meeting sign its minutes."))
def was_there(user: User, minutes: Minutes) -> bool:
    return minutes.meeting.presences.filter(person=user).exists()


@predicate(_("Those who were at the meeting and have not confirmed its minutes yet do this."))
def is_yet_to_sign(user: User, minutes: Minutes) -> bool:
    return any(one.pk == user.pk for one in yet_to_sign(minutes))


@predicate(_("Those who were at the meeting, its keepers and the staff return its minutes."))
def returns(user: User, minutes: Minutes) -> bool:
    return keeps(user, minutes) or was_there(user, minutes)


@predicate(_("The committee and the staff of this call see the minutes of its meetings."))
def can_view(user: User, minutes: Minutes) -> bool:
    """Twin of `MinutesQuerySet.visible_to`."""
    return meeting_rules.can_view(user, minutes.meeting) or was_there(user, minutes)
