"""A conflict found after a sheet was handed in: the sheet is set aside, somebody else is asked, both rankings stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from grants.models import Application, Assessment, Call, SetAside
from grants.rules.aside import Shift, shifts, without_sheet
from grants.rules.ranking import Candidate, Row, Terms, rank
from grants.rules.record import rank_again
from workflows import clock

from .assignment import ask_in_place
from .desk import Desk, desk_of
from .ranking import RankedList, Standing, record_of, standing_of
from .third import due_of_one_more


@dataclass(frozen=True)
class Line:
    """One application in the ranking with a sheet and without it."""

    application: Application
    shift: Shift
    is_concerned: bool


@transaction.atomic
def set_sheet_aside(
    *,
    assessment: Assessment,
    reason: str,
    by: Any,
    successor: int | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> SetAside:
    """Set a handed-in sheet aside for `reason`, keep the ranking as it was, and ask `successor` (an assessor's key).

    Raises what the move raises, and GuardsFailed when the successor may not assess this application; then nothing
    has changed.
    """
    call = Call.objects.select_for_update().get(pk=assessment.application.call_id)
    ranking = record_of(standing_of(call))
    assessment.set_aside(by=by, seen=seen, at=at, note=reason)
    kept = SetAside.objects.create(
        assessment=assessment,
        reason=reason.strip(),
        made_by=by,
        made_at=at or clock.now(),
        ranking=ranking,
    )
    if successor is not None:
        ask_in_place(assessment=assessment, assessor=successor, due_at=due_of_one_more(call), by=by)
    return kept


def possible_successors(assessment: Assessment) -> list[tuple[int, str]]:
    """Key and name of everybody who could take the place of an assessment, reserve assessors, then the least loaded."""
    desk: Desk = desk_of(assessment.application.call, [assessment.application_id])
    row = next((one for one in desk.applications if one.pk == assessment.application_id), None)
    if row is None:
        return []
    standing = {one.assessor_id for one in desk.live_of(row)}
    free = [key for key in desk.free_for(row) if key not in standing]
    names = {one.pk: str(one) for one in desk.assessors}
    return [
        (key, names[key])
        for key in sorted(free, key=lambda key: (key not in desk.reserves, desk.load[key], key))
    ]


def what_it_would_change(assessment: Assessment) -> list[Line]:
    """The ranking as it is, and as it would be without a handed-in sheet; empty before the application is ranked."""
    standing = standing_of(assessment.application.call)
    key = assessment.application_id
    mine = next((one for one in standing.lists if _stands_in(key, one.rows)), None)
    if mine is None:
        return []
    left = without_sheet((row.candidate for row in mine.rows), key, _points(assessment))
    return lines_of(standing.applications, shifts(mine.rows, rank(left, mine.terms)), key)


def what_it_changed(aside: SetAside) -> list[Line]:
    """The ranking with the sheet, and as it stands now or was decided; empty where the application was not ranked.

    Until a successor's sheet is in, the application counts with the sheets that remain.
    """
    application = aside.assessment.application
    part = next((one for one in aside.ranking["lists"] if _is_in(application.pk, one)), None)
    if part is None:
        return []
    before = rank_again(part)
    left = without_sheet(
        (row.candidate for row in before), application.pk, _points(aside.assessment)
    )
    after = _now(application.call, part["track"], application.pk, left)
    every = Application.objects.filter(call=application.call).select_related("organisation")
    return lines_of({one.pk: one for one in every}, shifts(before, after), application.pk)


def _now(call: Call, track: str, key: int, left: list[Candidate]) -> list[Row]:
    decision = call.decisions.first_ones().first()
    if decision is not None:
        part = next((one for one in decision.record["lists"] if one["track"] == track), None)
        return rank_again(part) if part else []
    mine = _list_of(standing_of(call), track)
    if _stands_in(key, mine.rows):
        return mine.rows
    return _with(mine.rows, [one for one in left if one.key == key], mine.terms)


def _with(rows: Iterable[Row], more: list[Candidate], terms: Terms) -> list[Row]:
    return rank([*(row.candidate for row in rows), *more], terms)


def _list_of(standing: Standing, track: str) -> RankedList:
    return next(one for one in standing.lists if (one.track.key if one.track else "") == track)


def _stands_in(key: int, rows: Iterable[Row]) -> bool:
    return any(row.candidate.key == key for row in rows)


def _is_in(key: int, part: Mapping[str, Any]) -> bool:
    return any(row["key"] == key for row in part["rows"])


def _points(assessment: Assessment) -> dict[str, Decimal]:
    scores = assessment.scores.standing().select_related("criterion")
    return {score.criterion.key: score.points for score in scores}


def lines_of(
    applications: Mapping[int, Application], found: Iterable[Shift], key: int
) -> list[Line]:
    """The shifts with their applications; `key` is the one that everything is about."""
    return [Line(applications[one.key], one, one.key == key) for one in found]
