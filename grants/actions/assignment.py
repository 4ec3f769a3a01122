"""Asking assessors: chosen by staff or proposed by Tandem, never against a known conflict."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from grants.models import Application, Assessment, Call
from grants.rules import allotment
from grants.rules import call as call_rules
from grants.rules.assessment import LIVE, VACATED
from grants.rules.conflicts import Found, conflicts
from grants.rules.declaring import yet_to_tick
from people.models import User
from workflows.errors import GuardsFailed, NotYours
from workflows.moves import SYSTEM
from workflows.roles import holders
from workflows.turns import refresh_turns

ASSESSOR = "assessor"
# Held beside the role of assessor: asked when somebody hands an application back, or when too few are free.
RESERVE = "reserve"


@dataclass(frozen=True)
class Desk:
    """What staff have before them when they ask assessors: who, what, who has what, and who may not."""

    call: Call
    assessors: list[User]
    applications: list[Application]
    asked: dict[int, list[Assessment]]
    conflicts: Found
    load: Counter[int] = field(default_factory=Counter)
    reserves: frozenset[int] = frozenset()
    yet_to_tick: frozenset[int] = frozenset()

    def live_of(self, application: Application) -> list[Assessment]:
        """The assessments of one application that count."""
        return [one for one in self.asked[application.pk] if one.state in LIVE]

    def recused_from(self, application: Application) -> set[int]:
        """Keys of those who handed this application back, or whose sheet was set aside."""
        return {one.assessor_id for one in self.asked[application.pk] if one.state in VACATED}

    def missing_in(self, application: Application) -> int:
        """How many assessors an application still needs."""
        return max(0, application.assessments_needed - len(self.live_of(application)))

    def first_choice_for(self, application: Application) -> list[int]:
        """Whom Tandem would ask: reserve assessors where somebody handed it back, the others everywhere else.

        All who are free where these are too few.
        """
        free, live = (
            self.free_for(application),
            {one.assessor_id for one in self.live_of(application)},
        )
        on_reserve = bool(self.vacated_in(application))
        first = [key for key in free if (key in self.reserves) == on_reserve]
        return first if len({*first} - live) >= self.missing_in(application) else free

    def vacated_in(self, application: Application) -> list[int]:
        """The places (keys of first assessments) that came back and nobody took yet, the oldest first."""
        taken = {one.place for one in self.live_of(application)}
        came_back = (one for one in self.asked[application.pk] if one.state in VACATED)
        return [
            place for place in dict.fromkeys(one.place for one in came_back) if place not in taken
        ]

    def free_for(self, application: Application) -> list[int]:
        """Keys of the assessors without a known conflict who did not hand it back."""
        gone = self.recused_from(application)
        return [
            one.pk
            for one in self.assessors
            if one.pk not in gone
            and one.pk not in self.yet_to_tick
            and (one.pk, application.pk) not in self.conflicts
        ]

    def why_not(self, assessor: User, application: Application) -> list[str]:
        """What keeps `assessor` from `application`."""
        if assessor.pk in self.recused_from(application):
            return [_("handed this application back")]
        if assessor.pk in self.yet_to_tick:
            return [_("has not gone through the list of parties yet")]
        return self.conflicts.get((assessor.pk, application.pk), [])


def desk_of(call: Call) -> Desk:
    """Read everything about the assessors of `call`, in a number of queries that does not grow."""
    keys = [one.pk for one in holders(ASSESSOR, call)]
    assessors = list(
        User.objects.filter(pk__in=keys).select_related("person").order_by("name", "pk")
    )
    applications = list(call.applications.in_state("admitted").with_parties().in_order_of_number())
    for application in applications:
        application.call = call
    asked: dict[int, list[Assessment]] = defaultdict(list)
    load: Counter[int] = Counter()
    for one in Assessment.objects.in_call(call).select_related("assessor").order_by("pk"):
        asked[one.application_id].append(one)
        load[one.assessor_id] += one.state in LIVE
    return Desk(
        call,
        assessors,
        applications,
        asked,
        conflicts(assessors, applications),
        load,
        frozenset(one.pk for one in holders(RESERVE, call)),
        frozenset(one.pk for one in yet_to_tick(call)),
    )


def propose_assessors(desk: Desk) -> dict[int, list[int]]:
    """Return for each application (key) the assessors (keys) to ask: nobody in conflict, the load most even.

    Raises GuardsFailed, naming the application, when too few assessors are free of conflict.
    """
    already = {
        one.pk: [each.assessor_id for each in desk.live_of(one)] for one in desk.applications
    }
    try:
        return allotment.propose(
            {one.pk: desk.first_choice_for(one) for one in desk.applications},
            needed={one.pk: one.assessments_needed for one in desk.applications},
            already=already,
        )
    except allotment.TooFewAssessors as too_few:
        number = next(one.number for one in desk.applications if one.pk == too_few.application)
        sentence = _(
            "Too few assessors are free of conflict for application %(number)s. Name another assessor."
        )
        raise GuardsFailed([sentence % {"number": number}]) from too_few


def propose_successors(desk: Desk) -> dict[int, list[int]]:
    """Who could take what came back, by application (key): reserve assessors first, the least loaded first.

    Nothing for an application where nobody is free.
    """
    found: dict[int, list[int]] = {}
    load = Counter(desk.load)
    for one in desk.applications:
        live = {each.assessor_id for each in desk.live_of(one)}
        free = [key for key in desk.first_choice_for(one) if key not in live]
        wanted = min(desk.missing_in(one), len(desk.vacated_in(one)))
        chosen = sorted(free, key=lambda key: (load[key], key))[:wanted]
        load.update(chosen)
        if chosen:
            found[one.pk] = chosen
    return found


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
    desk = desk_of(call)
    pairs = _new_pairs(desk, wanted)
    if against := [*_against_call(call), *_against(desk, pairs)]:
        raise GuardsFailed(against)
    made = _ask(desk, pairs, due_at=due_at, by=by)
    refresh_turns([call])
    return made


def ask_in_place(*, assessment: Assessment, assessor: int, due_at: datetime, by: Any) -> Assessment:
    """Ask `assessor` (key) to take the place of an assessment that was set aside.

    Called by `actions.aside`, which asked who may. Raises GuardsFailed for whoever may not assess this application.
    """
    desk = desk_of(assessment.application.call)
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
    desk = desk_of(application.call)
    row = next(one for one in desk.applications if one.pk == application.pk)
    standing = {one.assessor_id for one in desk.live_of(row)}
    free = [key for key in desk.free_for(row) if key not in standing]
    if not free:
        return None
    chosen = min(free, key=lambda key: (key in desk.reserves, desk.load[key], key))
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
