"""Which assessors of a blind call have not gone through the list of all parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps

from grants.rules.listed import listed
from workflows.roles import holders

if TYPE_CHECKING:
    from grants.models import Call
    from people.models import User

# While the call is in one of these states, its parties are known and may be ticked.
LISTED = ("closed", "assessment")
STANDING = ("submitted", "returned", "admitted")


def parties_in(call: Call) -> list[tuple[str, str]]:
    """Key and label of every party of the applications that stand in `call`, in alphabetical order."""
    rows = call.applications.filter(state__in=STANDING)
    return listed(rows.select_related("author", "organisation", "patron"))


def yet_to_tick(call: Call) -> list[User]:
    """The assessors of a blind call who have not seen every party of it yet; nobody in any other call."""
    if not call.is_blind or call.state not in LISTED:
        return []
    keys = {key for key, _label in parties_in(call)}
    declarations = apps.get_model("grants", "PartyDeclaration").objects.filter(call=call)
    seen = {row.assessor_id: set(row.seen) for row in declarations.order_by("pk")}
    return [one for one in holders("assessor", call) if keys - seen.get(one.pk, set())]
