"""How the demo's applicants learn of a decision: letters sent the same day, and a call whose letters wait."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from cms.demo.assessing import FEW, ask_everybody, assess_everything, name_judges
from cms.demo.days import days_ago
from cms.demo.grants import Stage
from cms.demo.ideas import IDEAS
from cms.demo.meeting import hold_meeting, send_to_sign
from grants.actions.decision import decide_call
from grants.actions.justifying import edit_justification
from grants.actions.letters import drafts_of, send_letters
from grants.actions.ranking import standing_of
from grants.models import Call
from workflows import clock
from workflows.moves import SYSTEM


def decide_and_tell(stage: Stage, call: Call, when: datetime, *, note: str) -> None:
    """The chair decides on the ranking as it stands, and staff send every letter."""
    decide_on_ranking(stage, call, when, note=note)
    tell(stage, call, when)


def tell(stage: Stage, call: Call, when: datetime) -> None:
    """Staff send every letter."""
    with clock.at(when):
        send_letters(call=call, by=stage.staff, seen=call.version, at=when)
    call.refresh_from_db()


def decide_on_ranking(stage: Stage, call: Call, when: datetime, *, note: str) -> None:
    """The chair decides; nobody is told yet."""
    call.refresh_from_db()
    with clock.at(when):
        decide_call(
            call=call,
            by=stage.cast.chair,
            seen=call.version,
            ranking=standing_of(call).digest(),
            note=note,
        )
    call.refresh_from_db()


def waits_for_letters(stage: Stage) -> None:
    """A call decided yesterday, whose minutes the chair has yet to sign: one letter is put in plainer words, the words of another letter are the call's own."""
    call = stage.opened(
        stage.call(
            8,
            opens=98,
            closes=68,
            pl="koniec lata",
            en="late summer",
            pool=Decimal("15000.00"),
            partial_awards=True,
            partial_min=Decimal(60),
            assessments_needed=FEW - 1,
            committee_min=4,
            quorum=3,
            needs_meeting=True,
        )
    )
    rows = [
        stage.submit(call, author, IDEAS[place], days_ago(82 - place))
        for place, author in enumerate(stage.cast.applicants[20:25], start=2)
    ]
    with clock.at(call.closes_at):
        call.close(by=SYSTEM, at=call.closes_at)
    for application in rows:
        stage.admit(application, days_ago(60))
    with clock.at(days_ago(52)):
        call.start_assessment(by=stage.staff)
    name_judges(stage, call, FEW)
    assess_everything(call, ask_everybody(stage, call, days_ago(50)), first_day=40)
    hold_meeting(stage, call, 1)
    decide_on_ranking(stage, call, days_ago(1, 10), note="Komisja przyjęła ranking bez zmian.")
    put_in_other_words(stage, call)
    send_to_sign(stage, call, 1)


def put_in_other_words(stage: Stage, call: Call) -> None:
    """Staff say one passage of the last letter more plainly, and word the letter of a reduced grant."""
    last, third = drafts_of(call)[-1].application, call.criteria.all()[2]
    edit_justification(
        application=last,
        typed={
            third.pk: "Nie było widać, skąd wzięły się ceny. Następnym razem dołącz dwie oferty."
        },
        seen=0,
        by=stage.staff,
        at=days_ago(1, 14),
    )
    call.letter_texts.create(
        kind="in-part",
        language="pl",
        subject="Mamy dla Was dotację, choć mniejszą: {{ title }} ({{ number }})",
        body=(
            "Dzień dobry,\n\nkomisja przyznała wnioskowi {{ number }} „{{ title }}” {{ amount }}"
            " z {{ requested }}, o które prosiliście. Pula skończyła się na Waszym miejscu listy."
            "\n\nW ciągu tygodnia zadzwonimy, żeby wspólnie dopasować kosztorys."
            "\n\nPunkty i uzasadnienie:\n\n{{ justification }}\n\n{{ link }}\n"
        ),
        edited_by=stage.staff,
        edited_at=days_ago(1, 15),
    )
