"""A city's local initiative: residents worked, the city gave things; one under way, one settled, one on paper."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from cms.demo.assessing import ask_everybody, assess_everything, name_judges
from cms.demo.awards import have_signed, send_out, words_of
from cms.demo.days import days_ago
from cms.demo.grants import Stage
from cms.demo.ideas import Idea
from cms.demo.telling import decide_and_tell
from grants.actions.answering import save_words
from grants.actions.handover import confirm_handover, draw_up_handover
from grants.documents.handover import handover_papers
from grants.importing.calls import call_files
from grants.models import Agreement, Application, Call
from people.models import User
from questionnaires.forms import Page
from workflows import clock
from workflows.moves import SYSTEM
from workflows.roles import give_role

EXAMPLE = Path("grants/data/example_local_initiative.yaml")
EXAMPLE_OPENS = date(2027, 2, 1)
SIMPLE_WORK = "prosta"  # the key of its rate in that file
A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Row = tuple[str, str, int, int, int]  # what, how much, its worth, hours of work, worth of things
THINGS: tuple[tuple[Idea, tuple[Row, ...]], ...] = (
    (
        Idea(
            "Skwer przy Wierzbowej",
            "Rybnik, skwer między ul. Wierzbową a torami",
            "Na skwerze rosną pokrzywy. Przez lata nikt go nie kosił, a to jedyne zielone miejsce przy przystanku.",
            "Wytniemy pokrzywy, przekopiemy ziemię, posadzimy krzewy i zbijemy ławki. Dwanaście osób, cztery soboty.",
            120,
            (),
        ),
        (
            ("Krzewy i byliny", "80 szt.", 2400, 40, 0),
            ("Drewno i okucia na ławki", "4 komplety", 1800, 26, 200),
            ("Narzędzia ogrodowe, użyczone", "12 szt.", 720, 0, 0),
        ),
    ),
    (
        Idea(
            "Boisko do bul na Nowinach",
            "Rybnik, teren przy domu kultury na Nowinach",
            "Seniorzy i młodzież chcą grać razem, a najbliższe boisko jest po drugiej stronie miasta.",
            "Sami wyrównamy teren i obłożymy go krawężnikiem. Potem co środę gramy i uczymy.",
            60,
            (),
        ),
        (
            ("Kruszywo z dowozem", "14 t", 2100, 46, 0),
            ("Krawężnik drewniany", "48 m", 960, 14, 300),
        ),
    ),
    (
        Idea(
            "Mural o rzece",
            "Rybnik, ściana garażu miejskiego przy Nacynie",
            "Ściana straszy od lat, a nad rzekę chodzi pół dzielnicy.",
            "Projekt wybrali uczniowie i sąsiedzi. Malujemy sami przez trzy dni.",
            300,
            (),
        ),
        (
            ("Farby elewacyjne", "40 l", 2900, 32, 150),
            ("Rusztowanie z montażem, na trzy dni", "1 usługa", 1500, 0, 0),
        ),
    ),
    (
        Idea(
            "Ogród deszczowy przy Hożej",
            "Rybnik, pas zieleni przy ul. Hożej",
            "Po każdej ulewie woda z chodnika spływa do piwnic.",
            "Wykopiemy nieckę i obsadzimy ją roślinami, które lubią wodę. Podlewać nie trzeba, plewić będziemy na zmianę.",
            45,
            (),
        ),
        (
            ("Rośliny i żwir", "1 komplet", 2600, 37, 0),
            ("Praca koparki", "1 dzień", 1200, 0, 0),
        ),
    ),
)


def play(stage: Stage) -> None:
    """Four initiatives of one call of last season, from its file; one moves up from the reserve list."""
    call = opened(stage)
    cast = stage.cast.applicants
    authors = (cast[0], cast[12], cast[13], cast[0])
    for place, (author, (idea, rows)) in enumerate(zip(authors, THINGS, strict=True)):
        submit(stage, call, author, idea, rows, day=120 - place)
    decided(stage, call)
    running, settled, given_up = Agreement.objects.filter(call=call).order_by(
        "application__ordinal"
    )
    sign(stage, running)
    sign(stage, settled)
    hand_over(stage, running)
    settle(stage, settled)
    send_out(stage, given_up, days_ago(4))
    with clock.at(days_ago(1)):
        given_up.resign(
            by=given_up.application.author, note="Właściciel garażu wycofał zgodę na mural."
        )


def opened(stage: Stage) -> Call:
    """The call of the file in the repository, its days moved so that it opened some months ago."""
    weeks = (days_ago(133).date() - EXAMPLE_OPENS) // timedelta(weeks=1)

    def moved(found: re.Match[str]) -> str:
        return (date.fromisoformat(found[0]) + timedelta(weeks=weeks)).isoformat()

    text = A_DAY.sub(moved, (settings.BASE_DIR / EXAMPLE).read_text())
    text = text.replace('pool: "120000.00"', 'pool: "12500.00"').replace("20000.00", "12500.00")
    text = text.replace("inicjatywa-lokalna-2027", "inicjatywa-lokalna-skwery")
    text = text.replace("Inicjatywa lokalna 2027", "Inicjatywa lokalna: skwery i place")
    text = text.replace("Local initiative 2027", "Local initiative: greens and squares")
    with clock.at(days_ago(150)):
        call: Call = call_files.apply_text(text, by=stage.staff).subject
        give_role(stage.cast.chair, "chair", call, by=stage.staff)
    with clock.at(days_ago(140)):
        call.open_call(by=stage.staff)
    return call


def submit(
    stage: Stage, call: Call, author: User, idea: Idea, rows: tuple[Row, ...], *, day: int
) -> Application:
    """A group of neighbours asks for things, and says what it gives."""
    costs = [_position(row) for row in rows]
    first = call.eligible_from + timedelta(days=3)
    steps = (
        ("Przygotowanie terenu", 0, 7, "mieszkańcy"),
        ("Dostawa rzeczy", 7, 14, "miasto"),
        ("Wspólna praca", 14, 42, "mieszkańcy"),
    )
    more: dict[str, Any] = {
        "applicant_kind": "informal_group",
        "group_name": f"Sąsiedzi: {idea.title}",
        "group_members": f"{author}\nMaria Lipka\nHalina Olcha",
        "starts_on": first.isoformat(),
        "ends_on": (first + timedelta(days=42)).isoformat(),
        "costs": costs,
        "schedule": [
            {
                "name": name,
                "starts": (first + timedelta(days=since)).isoformat(),
                "ends": (first + timedelta(days=until)).isoformat(),
                "who": who,
            }
            for name, since, until, who in steps
        ],
        "residents": True,
        "applicant_place": call.territory[0],
    }
    draft = stage.draft(call, author, idea, days_ago(day + 1), more=more)
    return stage.hand_in(draft, days_ago(day))


def _position(row: Row) -> dict[str, str]:
    """One thing of the estimate, as a group types it: the form counts the worth from quantity and price."""
    name, much, worth, hours, things = row
    quantity, _space, unit = much.partition(" ")
    return {
        "name": name,
        "quantity": quantity,
        "unit": unit,
        "price": str((Decimal(worth) / Decimal(quantity)).quantize(Decimal("0.01"))),
        "own_work_kind": SIMPLE_WORK if hours else "",
        "own_work_hours": str(hours or ""),
        "own_in_kind": str(things),
        "own_cash": "",
    }


def decided(stage: Stage, call: Call) -> None:
    """Checked, assessed and decided: three get what they asked for, one waits on the reserve list."""
    with clock.at(call.closes_at):
        call.close(by=SYSTEM, at=call.closes_at)
    for application in call.applications.in_state("submitted"):
        stage.admit(application, days_ago(85))
    with clock.at(days_ago(84)):
        Call.objects.get(pk=call.pk).start_assessment(by=stage.staff)
    call.refresh_from_db()
    name_judges(stage, call)
    assess_everything(call, ask_everybody(stage, call, days_ago(83)), first_day=80)
    decide_and_tell(stage, call, days_ago(60), note="Pula wystarczyła na trzy inicjatywy.")


def sign(stage: Stage, agreement: Agreement) -> None:
    """The city and the residents' representative sign: the work begins, nothing is transferred."""
    have_signed(
        stage, agreement, sent=days_ago(58), signed=days_ago(56).date(), recorded=days_ago(55)
    )


def thing(name: str, quantity: str, value: int, *, lent: bool = False) -> dict[str, Any]:
    """One thing of a protocol."""
    return {
        "name": name,
        "quantity": quantity,
        "condition": "używane, sprawne" if lent else "nowe",
        "value": str(Decimal(value)),
        "for_good": not lent,
    }


def change_hands(
    stage: Stage,
    agreement: Agreement,
    way: str,
    items: list[dict[str, Any]],
    *,
    day: int,
    confirmed: bool = True,
) -> None:
    """The staff draw the protocol up, the residents' representative confirms it on the next day."""
    with clock.at(days_ago(day)):
        handover = draw_up_handover(
            agreement=agreement,
            way=way,
            day=days_ago(day).date(),
            place="magazyn miejski, ul. Wspólna 7",
            items=items,
            by=stage.staff,
        )
    if confirmed:
        with clock.at(days_ago(day - 1)):
            confirm_handover(
                handover=handover,
                papers=handover_papers(handover),
                by=agreement.application.author,
            )


def hand_over(stage: Stage, agreement: Agreement) -> None:
    """Plants and wood for good, tools lent; the last delivery waits to be confirmed."""
    agreement.refresh_from_db()
    tools = thing("Narzędzia ogrodowe", "12 szt.", 700, lent=True)
    change_hands(
        stage, agreement, "out", [thing("Krzewy i byliny", "80 szt.", 2400), tools], day=30
    )
    wood = thing("Drewno i okucia na ławki", "4 komplety", 1800)
    change_hands(stage, agreement, "out", [wood], day=2, confirmed=False)


def settle(stage: Stage, agreement: Agreement) -> None:
    """Everything was given, used and, where it was lent, given back; the report is accepted."""
    agreement.refresh_from_db()
    gravel = thing("Kruszywo z dowozem", "14 t", 2100)
    kerb = thing("Krawężnik drewniany", "48 m", 960)
    plate = thing("Zagęszczarka", "1 szt.", 0, lent=True)
    change_hands(stage, agreement, "out", [gravel, kerb, plate], day=40)
    change_hands(stage, agreement, "back", [plate], day=20)
    author = agreement.application.author
    with clock.at(days_ago(10)):
        written = agreement.report
        save_words(
            report=written,
            typed=words_of(agreement),
            page=Page(written.answers.version, "demo"),
            by=author,
        )
        agreement.hand_in_report(by=author)
    with clock.at(days_ago(5)):
        agreement.settle(by=stage.staff, accepted=Decimal(3060), note="Boisko działa. Dziękujemy!")
