"""The work of a call's assessors: how far each is, how severe each is, and what the points come to without it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from grants.models import Application, Assessment, Call
from grants.rules.calibration import Calibration, Estimate, calibrate
from grants.rules.decision import ASSESSED, with_progress
from grants.rules.merit import rounded
from people.models import User
from workflows import clock
from workflows.roles import holders

from .desk import ASSESSOR

#: What is read of a sheet; there may be thousands.
READ = ("application_id", "assessor_id", "state", "total", "due_at", "submitted_at")


@dataclass(frozen=True)
class Work:
    """How far one assessor is with what was asked, in numbers of sheets, and how severe beside the others."""

    assessor: User
    asked: int
    handed_in: int
    waiting: int
    late: int
    handed_in_late: int
    given_back: int
    set_aside: int
    severity: Estimate | None


@dataclass(frozen=True)
class Beside:
    """The mean of an application's sheets and, beside it, what they come to once severity is taken into account.

    Places count among the applications shown; equal values share one.
    """

    application: Application
    mean: Decimal
    place: int
    calibrated: Estimate | None
    calibrated_place: int | None

    @property
    def moves(self) -> int:
        """By how many places it would stand higher (above 0) or lower (below 0)."""
        return 0 if self.calibrated_place is None else self.place - self.calibrated_place


@dataclass(frozen=True)
class Panel:
    """Everything about the work of the assessors of one call.

    Points count of applications that every asked assessor has assessed; `waiting` is how many others there are.
    """

    work: list[Work]
    beside: list[Beside]
    waiting: int
    is_comparable: bool


def panel_of(call: Call) -> Panel:
    """Read the work of the assessors of `call`, in a number of queries that does not grow with it."""
    judged = list(with_progress(call, ASSESSED).select_related("organisation"))
    ready = {one.pk: one for one in judged if not one.at_work and one.handed_in >= one.needed}
    asked: dict[int, list[Assessment]] = defaultdict(list)
    people = {one.pk: one for one in holders(ASSESSOR, call)}
    for one in Assessment.objects.in_call(call).only(*READ).order_by("pk"):
        asked[one.assessor_id].append(one)
    people |= User.objects.in_bulk(asked.keys() - people.keys())
    sheets = [
        one
        for several in asked.values()
        for one in several
        if one.state == Assessment.States.SUBMITTED and one.application_id in ready
    ]
    found = calibrate(
        (one.application_id, one.assessor_id, float(one.total or 0)) for one in sheets
    )
    return Panel(
        work=[
            _work(person, asked[person.pk], found)
            for person in sorted(people.values(), key=lambda one: (str(one), one.pk))
        ],
        beside=_beside(ready, sheets, found),
        waiting=len(judged) - len(ready),
        is_comparable=found is not None,
    )


def _work(person: User, asked: list[Assessment], found: Calibration | None) -> Work:
    states, now = Counter(str(one.state) for one in asked), clock.now()
    waiting = [one for one in asked if one.state in {"assigned", "in_progress"}]
    return Work(
        assessor=person,
        asked=sum(states.values()) - states["cancelled"],
        handed_in=states["submitted"],
        waiting=len(waiting),
        late=sum(one.due_at is not None and one.due_at < now for one in waiting),
        handed_in_late=sum(_came_late(one) for one in asked),
        given_back=states["recused"] + states["declined"] + states["replaced"],
        set_aside=states["set_aside"],
        severity=found.severity.get(person.pk) if found else None,
    )


def _came_late(one: Assessment) -> bool:
    return bool(one.due_at and one.submitted_at and one.submitted_at > one.due_at)


def _beside(
    ready: Mapping[int, Application], sheets: Iterable[Assessment], found: Calibration | None
) -> list[Beside]:
    totals: dict[int, list[Decimal]] = defaultdict(list)
    for one in sheets:
        totals[one.application_id].append(one.total or Decimal(0))
    means = {key: Fraction(sum(given)) / len(given) for key, given in totals.items()}
    places = _places(means)
    adjusted = dict(found.adjusted) if found else {}
    calibrated = _places({key: Fraction(one.value) for key, one in adjusted.items()})
    rows = [
        Beside(ready[key], rounded(mean), places[key], adjusted.get(key), calibrated.get(key))
        for key, mean in means.items()
    ]
    return sorted(rows, key=lambda row: (row.place, row.application.ordinal or 0))


def _places(values: Mapping[int, Fraction]) -> dict[int, int]:
    """By key, one more than how many have more."""
    first: dict[Fraction, int] = {}
    for place, value in enumerate(sorted(values.values(), reverse=True), start=1):
        first.setdefault(value, place)
    return {key: first[value] for key, value in values.items()}
