"""Asking assessors: chosen by staff or proposed by Tandem, never against a known conflict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from grants.actions.desk import Desk, desk_of
from grants.actions.proposing import propose_assessors, propose_one_more
from grants.models import Application, Assessment, Call
from grants.rules import call as call_rules
from people.models import User
from workflows.errors import GuardsFailed, NotYours, SomeoneWasFaster
from workflows.moves import SYSTEM
from workflows.turns import refresh_turns


@transaction.atomic
def ask_assessors(
    *, call: Call, wanted: Mapping[int, Iterable[int]], due_at: datetime | None, by: Any
) -> list[Assessment]:
    """Ask assessors (keys) to assess applications (keys) until `due_at`; whoever was asked already stays asked.

    Returns the new assessments. Raises NotYours for anyone but the staff, GuardsFailed with a sentence for each
    pair in conflict, for people who are not assessors of the call, and outside the assessment; nothing is
    written then.
    """
    if not call_rules.is_staff(by, call):
        raise NotYours(call_rules.is_staff.why_not(by, call))
    call = Call.objects.select_for_update().get(pk=call.pk)
    desk = desk_of(call, list(wanted))
    pairs = _new_pairs(desk, wanted)
    if against := [*_against_call(call), *_against(desk, pairs)]:
        raise GuardsFailed(against)
    made = _ask(desk, pairs, due_at=due_at, by=by)
    refresh_turns([call])
    return made


@transaction.atomic
def ask_as_proposed(*, call: Call, seen: str, due_at: datetime | None, by: Any) -> list[Assessment]:
    """Ask everybody whom Tandem proposes for the whole of `call`; `seen` is the digest of the proposal on the page.

    Raises what `ask_assessors` raises, and SomeoneWasFaster where the proposal is another one by now.
    """
    locked = Call.objects.select_for_update().get(pk=call.pk)
    proposal = propose_assessors(desk_of(locked))
    if proposal.digest != seen:
        raise SomeoneWasFaster(
            [_("The proposal has changed since you opened it. Look at it again, then ask.")]
        )
    return ask_assessors(call=call, wanted=proposal.wanted, due_at=due_at, by=by)


def ask_in_place(*, assessment: Assessment, assessor: int, due_at: datetime, by: Any) -> Assessment:
    """Ask `assessor` (key) to take the place of an assessment that was set aside.

    Called by `actions.aside`, which asked who may. Raises GuardsFailed for whoever may not assess this application.
    """
    desk = desk_of(assessment.application.call, [assessment.application_id])
    row = next(one for one in desk.applications if one.pk == assessment.application_id)
    pairs = _new_pairs(desk, {row.pk: [assessor]})
    if against := _against(desk, pairs):
        raise GuardsFailed(against)
    if not pairs:
        raise GuardsFailed([_("This person assesses the application already.")])
    return _ask(desk, pairs, due_at=due_at, by=by)[0]


def ask_a_third(application: Application, *, due_at: datetime) -> Assessment | None:
    """Ask the least loaded assessor without a conflict for one more assessment; None when nobody is free.

    Called under the lock of the call, when its rules opened a third assessment.
    """
    desk = desk_of(application.call, [application.pk])
    row = next(one for one in desk.applications if one.pk == application.pk)
    chosen = propose_one_more(desk, row)
    if chosen is None:
        return None
    person = next(one for one in desk.assessors if one.pk == chosen)
    return _ask(desk, [(row, person)], due_at=due_at, by=SYSTEM)[0]


def _ask(
    desk: Desk, pairs: list[tuple[Application, User]], *, due_at: datetime | None, by: Any
) -> list[Assessment]:
    places = {one.pk: iter(desk.vacated_in(one)) for one in desk.applications}
    made = [
        Assessment.objects.begin(
            by=by,
            application=application,
            assessor=assessor,
            due_at=due_at,
            in_place_of_id=next(places[application.pk], None),
        )
        for application, assessor in pairs
    ]
    _close_recusals(desk, {application.pk for application, _assessor in pairs})
    return made


def _against_call(call: Call) -> list[str]:
    if call.state == Call.States.ASSESSMENT:
        return []
    return [_("Assessors are asked once the formal check is over and the assessment has started.")]


def _new_pairs(desk: Desk, wanted: Mapping[int, Iterable[int]]) -> list[tuple[Application, User]]:
    people = {one.pk: one for one in desk.assessors}
    pairs = []
    for application in desk.applications:
        standing = {one.assessor_id for one in desk.live_of(application)}
        for key in dict.fromkeys(wanted.get(application.pk, ())):
            if key not in people:
                raise GuardsFailed([_("Ask only people who are assessors of this call.")])
            if key not in standing:
                pairs.append((application, people[key]))
    return pairs


def _against(desk: Desk, pairs: Iterable[tuple[Application, User]]) -> list[str]:
    return [
        _("%(assessor)s cannot assess %(number)s: %(why)s.")
        % {"assessor": assessor, "number": application.number, "why": "; ".join(reasons)}
        for application, assessor in pairs
        if (reasons := desk.why_not(assessor, application))
    ]


def _close_recusals(desk: Desk, applications: set[int]) -> None:
    """Whoever handed an application back is replaced once it has enough assessors again."""
    for application in desk.applications:
        if application.pk not in applications:
            continue
        live = Assessment.objects.of_application(application).live().count()
        if live >= application.assessments_needed:
            for one in desk.asked[application.pk]:
                if one.state in {Assessment.States.RECUSED, Assessment.States.DECLINED}:
                    one.replace(by=SYSTEM)
