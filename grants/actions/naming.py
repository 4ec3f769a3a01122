"""Staff name the committee of a call: those who meet, its assessors, and the reserve."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from grants.models import Call
from grants.rules import call as rules
from grants.rules.expertise import yet_to_say
from people.models import User
from workflows.errors import NotYours
from workflows.models import RoleGrant
from workflows.roles import end_role, give_role
from workflows.turns import refresh_turns

from .desk import ASSESSOR, RESERVE
from .expertise import ask_for_topics

PLACES = (*rules.PANEL, ASSESSOR, RESERVE)


@transaction.atomic
def name_to_committee(*, call: Call, user: User, place: str, by: Any) -> None:
    """Give `user` a place (of the panel that meets, assessor, reserve) in the committee of `call`.

    A reserve assessor is an assessor with a mark; naming them assessor takes it off. Whoever comes to assess an open
    call is asked which of its topics they know. Raises NotYours for anyone but the staff.
    """
    _refuse_strangers(call, by)
    give_role(user, ASSESSOR if place == RESERVE else place, call, by=by)
    if place == RESERVE:
        give_role(user, RESERVE, call, by=by)
    elif place == ASSESSOR:
        end_role(user, RESERVE, call, by=by)
    if place not in rules.PANEL:
        ask_for_topics(call, [one for one in yet_to_say(call) if one == user])
    refresh_turns([call])


@transaction.atomic
def end_place(*, call: Call, user: User, place: str, by: Any) -> None:
    """End the place of `user`; what they were asked to assess stays theirs. Raises NotYours for anyone but the staff."""
    _refuse_strangers(call, by)
    end_role(user, place if place in rules.PANEL else ASSESSOR, call, by=by)
    if place not in rules.PANEL:
        end_role(user, RESERVE, call, by=by)
    refresh_turns([call])


def committee_of(call: Call) -> list[tuple[str, User]]:
    """Place and person of everybody in the committee: the panel that meets, the assessors, the reserve."""
    rows = RoleGrant.objects.current().of(call).filter(role__in=PLACES, user__is_active=True)
    held: dict[str, dict[int, User]] = {place: {} for place in PLACES}
    for grant in rows.select_related("user").order_by("pk"):
        held[grant.role][grant.user_id] = grant.user
    return [
        *((place, one) for place in rules.PANEL for one in held[place].values()),
        *((ASSESSOR, one) for key, one in held[ASSESSOR].items() if key not in held[RESERVE]),
        *((RESERVE, one) for key, one in held[ASSESSOR].items() if key in held[RESERVE]),
    ]


def _refuse_strangers(call: Call, by: Any) -> None:
    if not rules.is_staff(by, call):
        raise NotYours(rules.is_staff.why_not(by, call))
