"""The decision of a call: one act of the chair, and what follows from it for every application."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from grants.models import Application, Call, Decision, DecisionRow
from grants.models.judged import Decline
from grants.rules.ranking import Outcome, Row
from workflows.consequences import follows
from workflows.errors import GuardsFailed, SomeoneWasFaster
from workflows.moves import SYSTEM
from workflows.outbox import staggered

from .justifying import details_of, passages_of, sentences_naming_people, texts_of
from .ranking import Standing, record_of, standing_of
from .sitting import deciding_sitting, sentences_against_deciding

WHY_DECLINED = {
    Outcome.BELOW_THRESHOLD: Decline.BELOW_THRESHOLD,
    Outcome.NO_FUNDS: Decline.NO_FUNDS,
}


@transaction.atomic
def decide_call(
    *, call: Call, by: Any, seen: int, ranking: str, at: datetime | None = None, note: str = ""
) -> None:
    """Decide `call` on the ranking whose digest is `ranking`; the chair saw version `seen` of the call.

    Raises what `Call.decide` raises, and SomeoneWasFaster when the ranking is not the one that was seen.
    """
    locked = Call.objects.select_for_update().get(pk=call.pk)
    if locked.state == Call.States.ASSESSMENT and standing_of(locked).digest() != ranking:
        raise SomeoneWasFaster(
            [_("The ranking has changed since you opened it. Look at it again, then decide.")]
        )
    call.decide(by=by, seen=seen, at=at, note=note)


def why_not_decide(call: Call, standing: Standing) -> list[str]:
    """What stands against deciding on `standing`: votes that are missing, names in the letters."""
    return [
        *sentences_against_deciding(call, standing),
        *sentences_naming_people(call, standing),
    ]


@follows(Call.decide)
def keep_decision(call: Call, entry: Any) -> None:
    """Freeze the ranking the call was decided on, then tell every application what it means for it.

    Raises GuardsFailed, and so undoes the decision, where votes of a meeting are missing or a letter names an assessor.
    """
    standing = standing_of(call)
    if against := why_not_decide(call, standing):
        raise GuardsFailed(against)
    record, sitting = record_of(standing), deciding_sitting(call, standing)
    decision = Decision.objects.create(
        call=call,
        meeting=sitting.meeting if sitting else None,
        decided_by=entry.by,
        decided_at=entry.at,
        note=entry.text.note,
        pool=call.pool,
        granted_total=standing.granted,
        record=record,
        digest=Decision.digest_of(record),
    )
    _keep_rows(decision, standing)
    with staggered(settings.TANDEM_LETTERS_A_MINUTE):
        for row in standing.rows:
            _tell(standing.applications[row.candidate.key], row)


def _keep_rows(decision: Decision, standing: Standing) -> None:
    criteria, texts = list(standing.call.criteria.all()), texts_of(standing.call)
    for ranked in standing.lists:
        for row in ranked.rows:
            key = row.candidate.key
            DecisionRow.objects.create(
                decision=decision,
                application=standing.applications[key],
                track=ranked.track,
                place=row.place,
                points=row.points,
                requested=row.candidate.requested,
                granted=row.granted,
                outcome=row.outcome.value,
                details=details_of(row, passages_of(standing, key, criteria, texts)),
            )


def _tell(application: Application, row: Row) -> None:
    if row.outcome is Outcome.FUNDED:
        application.fund(by=SYSTEM, amount=row.granted)
    elif row.outcome is Outcome.RESERVE:
        application.put_on_reserve(by=SYSTEM)
    else:
        application.decline(by=SYSTEM, reason=WHY_DECLINED[row.outcome])


@follows(Call.finish)
def release_reserve(call: Call, entry: Any) -> None:
    """Whoever still waits on the reserve list hears that no grant became free."""
    for application in call.applications.in_state("reserve"):
        application.decline(by=SYSTEM, reason=Decline.NO_FUNDS)
