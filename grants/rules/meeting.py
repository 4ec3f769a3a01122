"""Who keeps a meeting of the committee, who sees it, and who presides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from grants.rules import call as call_rules
from workflows.predicates import is_admin, predicate
from workflows.roles import has_role

if TYPE_CHECKING:
    from grants.models import Meeting
    from people.models import User

KEEPERS = ("chair", "deputy", "secretary")


@predicate(
    _("The chair, the deputy and the secretary of the committee keep its meeting, and the staff.")
)
def keeps(user: User, meeting: Meeting) -> bool:
    call = meeting.call
    return call_rules.is_staff(user, call) or any(has_role(user, one, call) for one in KEEPERS)


@predicate(_("The committee and the staff of this call see its meetings."))
def can_view(user: User, meeting: Meeting) -> bool:
    """Twin of `MeetingQuerySet.visible_to`."""
    call = meeting.call
    return (
        call_rules.is_staff(user, call)
        or call_rules.is_on_panel(user, call)
        or is_admin(user, meeting)
    )


def presiding(present: Iterable[Any]) -> Any | None:
    """Who presides among the presences of those who may vote: the chair, else the deputy, else nobody."""
    rows = list(present)
    for role in ("chair", "deputy"):
        found = next((one for one in rows if one.role == role), None)
        if found is not None:
            return found.person
    return None
