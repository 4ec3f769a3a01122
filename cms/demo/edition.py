"""A complete edition of a large call, by real moves: from 150 applications to the last settlement."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from cms.demo import crowd, edition_form, edition_grants
from cms.demo.assessing import assess
from cms.demo.days import days_ago
from cms.demo.grants import Stage
from cms.demo.telling import decide_and_tell
from grants.actions.appeal import file_appeal
from grants.actions.assignment import ask_assessors
from grants.actions.desk import desk_of
from grants.actions.proposing import propose_assessors
from grants.models import Application, Assessment, Call
from workflows import clock
from workflows.roles import give_role

NUMBER = 9  # of the call, among those of the demo
SIZE, ASSESSORS = 150, 12
POOL_FOR_EACH = Decimal(2800)  # about a third of what is asked for
# Points on the four criteria; few kinds of them, so that equal points come up and ties are broken.
MERITS = (
    (9, 10, 6, 4),
    (9, 9, 5, 4),
    (9, 8, 5, 3),
    (8, 8, 5, 3),
    (8, 7, 4, 3),
    (7, 6, 4, 2),
    (4, 5, 3, 1),
)
DIVERGES_EVERY, HARSH = 11, (5, 5, 0, 0)
A_DAY = 20  # sheets handed in on one day
GROUNDS = "W uzasadnieniu jest mowa o kosztach, których w naszym kosztorysie nie ma."


def play(stage: Stage, size: int = SIZE) -> Call:
    """Play it from the announcement to the end and return the finished call; days are counted back from today."""
    call = announce(stage, size)
    rows = edition_form.submit_all(stage, call, size)
    edition_form.check_all(stage, rows)
    with clock.at(days_ago(251)):
        Call.objects.get(pk=call.pk).start_assessment(by=stage.staff)
    assess_all(stage, Call.objects.get(pk=call.pk))
    decide(stage, Call.objects.get(pk=call.pk))
    contest(stage, call)
    edition_grants.play(stage, call)
    return Call.objects.get(pk=call.pk)


def announce(stage: Stage, size: int) -> Call:
    """A call whose rules open a third assessment where two differ by eight points."""
    call = stage.call(
        NUMBER,
        opens=300,
        closes=270,
        pl="duża edycja",
        en="the large edition",
        pool=POOL_FOR_EACH * size,
        eligible_from=days_ago(200).date(),
        eligible_to=days_ago(80).date(),
        assessment_due_at=days_ago(228, 20),
        de_minimis=False,
        third_gap_points=Decimal(8),
        third_counts="nearer",
        public_lists=["funded", "reserve", "not_funded"],
    )
    return stage.opened(call)


def assess_all(stage: Stage, call: Call) -> None:
    """Twelve assessors, two for each application; one hands an application back, some differ too much."""
    more = ASSESSORS - len(stage.cast.assessors)
    for judge in [*stage.cast.assessors, *crowd.gather("expert", more)]:
        give_role(judge, "assessor", call, by=stage.staff)
    asked = _ask(stage, call, days_ago(250))
    with clock.at(days_ago(249)):
        asked[0].recuse(by=asked[0].assessor, reason="Pomagałam tej grupie pisać wniosek.")
    asked = [*asked[1:], *_ask(stage, call, days_ago(248))]
    places = {
        key: place
        for place, key in enumerate(
            call.applications.in_state("admitted").in_order_of_number().values_list("pk", flat=True)
        )
    }
    second: set[int] = set()
    for number, one in enumerate(asked):
        place = places[one.application_id]
        harsh = place % DIVERGES_EVERY == 0 and one.application_id in second
        second.add(one.application_id)
        assess(one, merits_of(place, harsh=harsh), _evening(244, number), half=_half(number))
    thirds = Assessment.objects.in_call(call).in_state("assigned").order_by("pk")
    for number, one in enumerate(thirds.select_related("application__call", "assessor")):
        merits = merits_of(places[one.application_id])
        assess(one, merits, _evening(230, number), half=Decimal(0))


def _ask(stage: Stage, call: Call, when: datetime) -> list[Assessment]:
    with clock.at(when):
        wanted = propose_assessors(desk_of(call)).wanted
        return ask_assessors(
            call=call, wanted=wanted, due_at=call.assessment_due_at, by=stage.staff
        )


def merits_of(place: int, *, harsh: bool = False) -> tuple[int, ...]:
    """The points of one sheet about the application at `place`; a harsh one gives ten fewer."""
    merits = MERITS[place * 5 % len(MERITS)]
    return tuple(
        max(0, points - less)
        for points, less in zip(merits, HARSH if harsh else (0,) * 4, strict=True)
    )


def _evening(first_day: int, number: int) -> datetime:
    return days_ago(first_day - number // A_DAY, 16) + timedelta(minutes=number % A_DAY)


def _half(number: int) -> Decimal:
    return Decimal("0.5") if number % 4 == 0 else Decimal(0)


def decide(stage: Stage, call: Call) -> None:
    """The chair decides on the ranking and everybody is told; the next day it is published."""
    decide_and_tell(
        stage,
        call,
        days_ago(222),
        note="Komisja przyjęła ranking. O równych punktach rozstrzygnęły kryteria w kolejności karty.",
    )
    with clock.at(days_ago(221)):
        Call.objects.get(pk=call.pk).publish_results(by=stage.staff)


def contest(stage: Stage, call: Call) -> None:
    """Every third of those below the threshold appeals; the chair lets the first onto the reserve list."""
    below = call.applications.filter(decline_reason="below_threshold").in_order_of_number()
    for number, application in enumerate(below.select_related("author", "call")[::3]):
        upheld = number == 0
        _appeal(stage, application, upheld=upheld)


def _appeal(stage: Stage, application: Application, *, upheld: bool) -> None:
    with clock.at(days_ago(220)):
        appeal = file_appeal(
            application=application, grounds=GROUNDS, by=application.author, at=clock.now()
        )
    with clock.at(days_ago(214)):
        if upheld:
            appeal.uphold(
                by=stage.cast.chair,
                answer="Uzasadnienie dotyczyło innego wniosku. Po poprawce punktów wystarcza na listę rezerwową.",
                criteria={one.key: one.maximum for one in application.call.criteria.all()},
            )
        else:
            appeal.dismiss(
                by=stage.cast.chair,
                answer="Punkty zgadzają się z uzasadnieniem w każdym kryterium.",
            )
