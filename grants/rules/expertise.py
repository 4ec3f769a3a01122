"""Which assessors have yet to say what they know of the topics of a call."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps

from grants.rules.topics import Topics
from workflows.roles import holders

if TYPE_CHECKING:
    from grants.models import Call
    from people.models import User

BEFORE_SHARING = ("open", "closed")


def yet_to_say(call: Call) -> list[User]:
    """The assessors of `call` who have not said which of its topics they know, while that still decides something.

    Nobody in a call without topics, before it is open, and once every application was given to somebody: when a sheet
    comes back later, one place is filled, and nobody is asked anew.
    """
    wanted = call.state in BEFORE_SHARING or (call.state == "assessment" and _is_unshared(call))
    if not wanted or not Topics(call).labels:
        return []
    said = apps.get_model("grants", "TopicDeclaration").objects.known_in(call)
    return [one for one in holders("assessor", call) if one.pk not in said]


def _is_unshared(call: Call) -> bool:
    return bool(call.applications.filter(state="admitted", assessments__isnull=True).exists())


def topics_due_at(call: Call) -> datetime | None:
    """Applications are shared once the formal check is over, so topics are asked for until then."""
    return call.check_due_at if call.state in BEFORE_SHARING else None
