"""Which topics an assessor knows, said by themselves or entered by staff."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from grants.actions.desk import ASSESSOR
from grants.models import Call, TopicDeclaration
from grants.rules import call as call_rules
from grants.rules.topics import Topics
from people.models import User
from workflows.errors import GuardsFailed, NotYours, SomeoneWasFaster
from workflows.roles import has_role

OVER = frozenset({*Call.JUDGED, Call.States.CANCELLED})


@transaction.atomic
def say_topics(
    *, call: Call, assessor: User, topics: Iterable[str], seen: int, by: Any, at: datetime
) -> TopicDeclaration:
    """Keep which `topics` (keys) of `call` the `assessor` knows; `seen` is the declaration the page showed (0: none).

    Raises NotYours for anyone but the assessor and the staff, GuardsFailed for whoever does not assess and after the
    decision, SomeoneWasFaster when the topics were said anew meanwhile.
    """
    if by != assessor and not call_rules.is_staff(by, call):
        raise NotYours(call_rules.is_staff.why_not(by, call))
    call = Call.objects.select_for_update().get(pk=call.pk)
    if not has_role(assessor, ASSESSOR, call):
        raise GuardsFailed([_("Only assessors of this call say which topics they know.")])
    if call.state in OVER:
        raise GuardsFailed([_("The call is decided. Topics were needed before.")])
    last = TopicDeclaration.objects.last_of(call, assessor)
    if seen != (last.pk if last else 0):
        raise SomeoneWasFaster(
            [_("These topics were changed since you opened them. Look at them again.")]
        )
    known = set(topics) & Topics(call).labels.keys()
    return TopicDeclaration.objects.create(
        call=call, assessor=assessor, made_by=by, made_at=at, topics=sorted(known)
    )
