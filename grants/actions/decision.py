"""The decision of a call: one act of the chair that freezes the ranking."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from grants.models import Call, Decision, DecisionRow
from grants.models.judged import Decline
from workflows.consequences import follows
from workflows.errors import GuardsFailed
from workflows.moves import SYSTEM
from workflows.turns import refresh_turns

from .justifying import details_of, passages_of, texts_of
from .ranking import Standing, record_of, refuse_if_reranked, standing_of
from .sitting import deciding_sitting, sentences_against_deciding


@transaction.atomic
def decide_call(
    *, call: Call, by: Any, seen: int, ranking: str, at: datetime | None = None, note: str = ""
) -> None:
    """Decide `call` on the ranking whose digest is `ranking`; the chair saw version `seen` of the call.

    Raises what `Call.decide` raises, and SomeoneWasFaster when the ranking is not the one that was seen.
    """
    locked = Call.objects.select_for_update().get(pk=call.pk)
    if locked.state == Call.States.ASSESSMENT:
        refuse_if_reranked(standing_of(locked), ranking)
    call.decide(by=by, seen=seen, at=at, note=note)


@follows(Call.decide)
def keep_decision(call: Call, entry: Any) -> None:
    """Freeze the ranking the call was decided on; applicants learn of it by their letters (`actions.letters`).

    Raises GuardsFailed, and so undoes the decision, where votes of a meeting are missing.
    """
    standing = standing_of(call)
    if against := sentences_against_deciding(call, standing):
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
    # The turns were written with the move, before there were lines that wait for a letter.
    refresh_turns([call])


def _keep_rows(decision: Decision, standing: Standing) -> None:
    criteria, texts = list(standing.call.criteria.all()), texts_of(standing.call)
    sheets = standing.sheets_of(standing.rows)
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
                details=details_of(row, passages_of(sheets[key], criteria, texts.get(key, {}))),
            )


@follows(Call.finish)
def release_reserve(call: Call, entry: Any) -> None:
    """Whoever still waits on the reserve list hears that no grant became free."""
    for application in call.applications.in_state("reserve"):
        application.decline(by=SYSTEM, reason=Decline.NO_FUNDS)
