"""The list of all parties of a blind call: who has to go through it, and what they tick."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from grants.models import Call, PartyDeclaration
from grants.rules.call import is_assessor
from grants.rules.declaring import LISTED, parties_in
from workflows.errors import GuardsFailed, NotYours, SomeoneWasFaster
from workflows.turns import refresh_turns


@transaction.atomic
def declare_ties(
    *, call: Call, ticked: Iterable[str], seen: Iterable[str], by: Any, at: datetime
) -> PartyDeclaration:
    """Keep which parties (keys) the assessor `by` is tied to, of those `seen` on the page.

    Raises NotYours for anyone who is no assessor of the call, GuardsFailed where the call is not blind or the list
    is not ready, SomeoneWasFaster when the list has changed since the page was opened.
    """
    if not is_assessor(by, call):
        raise NotYours(is_assessor.why_not(by, call))
    call = Call.objects.select_for_update().get(pk=call.pk)
    if not call.is_blind or call.state not in LISTED:
        raise GuardsFailed(
            [_("The list of parties is ticked once the call is closed, until it is decided.")]
        )
    keys = [key for key, _label in parties_in(call)]
    if set(keys) != set(seen):
        raise SomeoneWasFaster(
            [_("The list has changed since you opened it. Go through it again.")]
        )
    kept = PartyDeclaration.objects.create(
        call=call, assessor=by, made_at=at, seen=keys, ticked=sorted(set(ticked) & set(keys))
    )
    refresh_turns([call])
    return kept
