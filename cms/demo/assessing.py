"""The demo's assessors at work: asked, declared, scored, opened again, replaced after a conflict."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from cms.demo.days import days_ago
from cms.demo.grants import Stage
from cms.demo.ideas import IDEAS
from grants.actions.aside import set_sheet_aside
from grants.actions.assessment import save_sheet
from grants.actions.assignment import ask_assessors
from grants.actions.desk import desk_of
from grants.actions.expertise import say_topics
from grants.actions.justifying import edit_justification
from grants.actions.meeting import call_meeting
from grants.actions.naming import name_to_committee
from grants.actions.proposing import propose_assessors
from grants.actions.ranking import standing_of
from grants.models import Assessment, Call
from people.models import User
from workflows import clock
from workflows.moves import SYSTEM
from workflows.roles import give_role

JUDGES = 5
FEW = 3  # everybody assesses everything there, so that severity can be told
# Points on the four criteria, by the order of the applications; two assessors differ by a little.
MERITS = ((9, 9, 5, 4), (9, 8, 5, 3), (8, 8, 5, 3), (8, 7, 4, 3), (5, 5, 3, 1))
# What assessors write on the four criteria; no two on one application write alike.
WORDS = (
    (
        "Potrzeba dobrze opisana, poparta rozmowami z sąsiadami.",
        "Mieszkańcy decydują i pracują, nie tylko korzystają.",
        "Kosztorys oszczędny; warto dopisać, kto kupuje materiały.",
        "Opieka po zakończeniu ustalona na rok.",
    ),
    (
        "Widać, że ktoś tam był i policzył, ilu osób to dotyczy.",
        "Najmocniejsza strona: dyżury i decyzje rozpisane między sąsiadów.",
        "Ceny jak w sklepie za rogiem. Termin krótki, ale realny.",
        "Zostaje miejsce i ludzie, którzy o nie zadbają.",
    ),
    (
        "Problem znany w okolicy od lat, pomysł prosty i na miarę.",
        "Przekonuje mnie, że młodzież i seniorzy robią to razem.",
        "Rozsądny plan; brakuje tylko zapasu na deszczowy weekend.",
        "Dobrze, że gmina potwierdziła, kto przejmie opiekę.",
    ),
)
DOUBTS = (
    (
        "Potrzeba opisana ogólnie, trudno poznać skalę.",
        "Nie wiadomo, co naprawdę zależy od mieszkańców.",
        "Połowa kosztów to wynajem, bez uzasadnienia.",
        "Nie widać, co zostanie po projekcie.",
    ),
    (
        "Nie wiem, dla ilu osób jest to ważne.",
        "Mieszkańcy są tu głównie widownią.",
        "Ceny wyższe niż rynkowe, brak porównania.",
        "Po festynie zostają tylko zdjęcia.",
    ),
    (
        "Pomysł dobry, ale nie wynika z rozmów w okolicy.",
        "Udział sąsiadów ogranicza się do jednego dnia.",
        "Harmonogram nie mówi, kto za co odpowiada.",
        "Utrzymanie zależy od jednej osoby.",
    ),
)


def name_judges(stage: Stage, call: Call, number: int = JUDGES) -> list[User]:
    """Make the first `number` assessors of the cast assessors of `call`."""
    judges = stage.cast.assessors[:number]
    for judge in judges:
        give_role(judge, "assessor", call, by=stage.staff)
    return judges


# What the assessors of the cast know, in their order; the last one has not said it.
KNOWN = (("children", "young"), ("seniors", "disability"), ("neighbours",), ("newcomers", "young"))


def say_what_they_know(call: Call, judges: list[User], when: datetime) -> None:
    """Each of `judges` but the last says which topics they know."""
    for judge, topics in zip(judges, KNOWN, strict=False):
        keys = [f"who_benefits:{one}" for one in topics]
        say_topics(call=call, assessor=judge, topics=keys, seen=0, by=judge, at=when)


def ask_everybody(stage: Stage, call: Call, when: datetime) -> list[Assessment]:
    """Ask whom Tandem proposes: the load even, nobody tied to an applicant."""
    with clock.at(when):
        wanted = propose_assessors(desk_of(call)).wanted
        return ask_assessors(
            call=call, wanted=wanted, due_at=when + timedelta(days=10), by=stage.staff
        )


def declare(assessment: Assessment, when: datetime) -> None:
    """The assessor has no conflict and opens the application."""
    with clock.at(when):
        assessment.declare_no_conflict(by=assessment.assessor, confirmed=True)


def type_in(
    assessment: Assessment, merits: tuple[int, ...], when: datetime, *, half: Decimal
) -> None:
    """Type points and words; `half` shifts the first criterion, so that two sheets differ."""
    criteria = list(assessment.application.call.criteria.all())
    typed: dict[str, Any] = {}
    for place, (criterion, points) in enumerate(zip(criteria, merits, strict=False)):
        given = Decimal(points) + (half if place == 0 else 0)
        voices = WORDS if points * 2 > criterion.maximum else DOUBTS
        words = voices[assessment.assessor_id % len(voices)][place]
        typed[criterion.key] = {"points": str(given).replace(".", ","), "comment": words}
    with clock.at(when):
        save_sheet(
            assessment=assessment, typed=typed, seen=assessment.version, by=assessment.assessor
        )


def assess(
    assessment: Assessment, merits: tuple[int, ...], when: datetime, *, half: Decimal
) -> None:
    """From the declaration to the finished sheet in one evening."""
    declare(assessment, when)
    type_in(assessment, merits, when + timedelta(hours=1), half=half)
    with clock.at(when + timedelta(hours=2)):
        assessment.submit(by=assessment.assessor)


def assess_everything(
    call: Call, asked: list[Assessment], first_day: int, *, strict: User | None = None
) -> None:
    """Hand in every sheet of `asked`, one a day from `first_day` days ago on.

    Whoever is `strict` gives a point less on each criterion, as the work of the assessors then shows.
    """
    order = list(call.applications.in_state("admitted").in_order_of_number())
    for number, assessment in enumerate(asked):
        merits: tuple[int, ...] = MERITS[order.index(assessment.application) % len(MERITS)]
        if assessment.assessor == strict:
            merits = tuple(max(0, points - 1) for points in merits)
        half = Decimal("0.5") if number % 2 else Decimal(0)
        assess(assessment, merits, days_ago(first_day - number // 2, 18), half=half)


def being_assessed(stage: Stage, call: Call) -> None:
    """One assessment in each state: asked, begun, handed in, handed back."""
    judges = name_judges(stage, call)
    say_what_they_know(call, judges, days_ago(11))
    with clock.at(days_ago(10)):
        desk = desk_of(call)
        free = {
            one.pk: [judge for judge in judges if judge.pk in desk.free_for(one)]
            for one in desk.applications
        }
        wanted = {one.pk: [judge.pk for judge in free[one.pk][:2]] for one in desk.applications}
        asked = ask_assessors(call=call, wanted=wanted, due_at=days_ago(-4, 20), by=stage.staff)
    first, second, third, fourth, *rest = asked
    assess(second, MERITS[1], days_ago(6, 19), half=Decimal("0.5"))
    declare(third, days_ago(3))
    type_in(third, MERITS[2][:2], days_ago(2, 20), half=Decimal(0))
    with clock.at(days_ago(5)):
        fourth.recuse(
            by=fourth.assessor, reason="Pracowałam z tą grupą przy wcześniejszym projekcie."
        )
    no_time(stage, fourth, free[fourth.application_id][2])
    for number, assessment in enumerate(rest):
        assess(assessment, MERITS[0], days_ago(4 - number, 17), half=Decimal("0.5") * number)
    del first  # waits for its assessor's declaration


def no_time(stage: Stage, handed_back: Assessment, successor: User) -> None:
    """Whoever was asked in place of the first one has no time; somebody on the reserve waits to be asked."""
    call, application = handed_back.application.call, handed_back.application
    wanted = {application.pk: [successor.pk]}
    with clock.at(days_ago(4)):
        ask_assessors(call=call, wanted=wanted, due_at=days_ago(-4, 20), by=stage.staff)
    with clock.at(days_ago(2, 21)):
        application.assessments.get(assessor=successor).decline(
            by=successor, note="Wyjeżdżam na dwa tygodnie, nie zdążę przed terminem."
        )
    on_reserve = stage.cast.assessors[-1]
    name_to_committee(call=call, user=on_reserve, place="reserve", by=stage.staff)


def waits_for_chair(stage: Stage) -> None:
    """A call with every sheet in: the chair opens the ranking and decides."""
    call = stage.opened(
        stage.call(
            5,
            opens=96,
            closes=66,
            pl="lato",
            en="summer",
            pool=Decimal("25000.00"),
            assessments_needed=FEW,
        )
    )
    authors = stage.cast.applicants
    rows = [
        stage.submit(call, authors[17 + place], IDEAS[(5, 8, 10, 11)[place]], days_ago(80 - place))
        for place in range(4)
    ]
    with clock.at(call.closes_at):
        call.close(by=SYSTEM, at=call.closes_at)
    for application in rows:
        stage.admit(application, days_ago(60))
    with clock.at(days_ago(52)):
        call.start_assessment(by=stage.staff)
    judges = name_judges(stage, call, FEW)
    asked = ask_everybody(stage, call, days_ago(50))
    assess_everything(call, asked, first_day=45, strict=judges[0])
    with clock.at(days_ago(1)):
        call_meeting(
            call=call,
            starts_at=days_ago(-5, 10),
            place="Rybnik, ul. Wspólna 7, sala 12",
            by=stage.cast.chair,
        )
    corrected(stage, asked[0])
    conflict_found_late(stage, call)
    put_in_other_words(stage, call)


def put_in_other_words(stage: Stage, call: Call) -> None:
    """Staff read the first letter before the decision and say one passage more plainly."""
    row = standing_of(call).rows[0]
    criterion = call.criteria.all()[2]
    edit_justification(
        application=call.applications.get(pk=row.candidate.key),
        typed={
            criterion.pk: "Kosztorys jest oszczędny. Zabrakło zdania o tym, kto kupuje materiały."
        },
        seen=0,
        by=stage.staff,
        at=days_ago(1, 15),
    )


def corrected(stage: Stage, assessment: Assessment) -> None:
    """Points that contradicted their own words: the chair opened the sheet again, the assessor corrected it."""
    with clock.at(days_ago(30)):
        assessment.reopen(
            by=stage.cast.chair,
            due_at=days_ago(24, 20),
            note="W kryterium „Plan i koszty” słowa chwalą kosztorys, a punkty go obniżają. Sprawdź, proszę.",
        )
    criterion = assessment.application.call.criteria.all()[2]
    typed = dict(assessment.sheet)
    typed[criterion.key] = {"points": "5", "comment": WORDS[0][2]}
    with clock.at(days_ago(27)):
        save_sheet(
            assessment=assessment, typed=typed, seen=assessment.version, by=assessment.assessor
        )
        assessment.submit(by=assessment.assessor)


def conflict_found_late(stage: Stage, call: Call) -> None:
    """A tie came to light after scoring: the sheet was set aside, and somebody else assessed instead."""
    last = Assessment.objects.in_call(call).in_state("submitted").latest("pk")
    successor = stage.cast.assessors[FEW]
    give_role(successor, "assessor", call, by=stage.staff)
    with clock.at(days_ago(22)):
        set_sheet_aside(
            assessment=last,
            reason="Siostra osoby oceniającej należy do grupy. Zgłosiła to sama po lekturze listy uczestników.",
            successor=successor.pk,
            by=stage.staff,
        )
    replacing = Assessment.objects.in_call(call).in_state("assigned").get()
    assess(replacing, MERITS[2], days_ago(20, 18), half=Decimal("0.5"))
