"""A local initiative: residents ask the city for things, sign, and confirm what was handed over; no money moves."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.browser.applying import STATEMENTS, in_days

OPEN = "inicjatywa-lokalna-podworka"
DECIDED = "/panel/grants/calls/inicjatywa-lokalna-skwery/"
IDEA = "Ogród deszczowy przy Hożej"


@pytest.fixture
def call_opens(folder):
    """Nobody waits five days for a test: instead of the clock, the opening of the call moves to yesterday."""
    with closing(sqlite3.connect(folder / "tandem.sqlite3", timeout=30)) as database:
        database.execute(
            "UPDATE grants_call SET opens_at = datetime('now', '-1 day') WHERE code = ?", (OPEN,)
        )
        database.commit()


def test_residents_ask_the_city_for_things_and_say_what_they_give_themselves(invite, call_opens):
    resident = invite("applicant31").open(f"/calls/{OPEN}/").press("Zacznij wniosek")
    resident.choose("grupa nieformalna mieszkańców")
    resident.fill_all(
        {
            "Nazwa grupy": "Sąsiedzi z Wiśniowej",
            "Członkowie grupy": "Zofia Krzewna\nJan Malinowski",
            "Tytuł": "Ławki na podwórku",
            "Projekt zaczyna się": in_days(120),
            "Projekt kończy się": in_days(150),
            "Co chcecie zmienić": "Na podwórku nie ma gdzie usiąść.",
            "Co zrobicie sami": "Zbijemy ławki i posadzimy lipę.",
            "Miejsce": "Podwórko przy Wiśniowej 3",
            "Ile osób": "80",
            "Co się dzieje, wiersz 1": "Budowa",
            "Od, wiersz 1": in_days(120),
            "Do, wiersz 1": in_days(150),
            "Kto to zrobi, wiersz 1": "mieszkańcy",
            "Rzecz lub usługa, wiersz 1": "Drewno na ławki",
            "Ile, wiersz 1": "40",
            "Jednostka, wiersz 1": "m",
            "Cena za jedną, wiersz 1": "25",
            "własna praca, wiersz 1": "400",
            "Kto zadba": "Rada domu.",
        }
    )
    for statement in ("Wnioskodawcy mieszkają", *STATEMENTS[:1], "Wiem, że moje dane"):
        resident.choose(statement)
    resident.press("Przeczytaj i wyślij").reads("Czego brakuje: jedna rzecz").reads("71,4%")
    resident.follow("Gdzie masz siedzibę").choose("Rybnik").press("Przeczytaj i wyślij")
    resident.press("Wyślij wniosek").reads("wysłany").reads("1 000,00 zł")


def moves(visitor, label):
    """Make a move that has a page of its own."""
    return visitor.follow(label).press(label)


def draws_up(staff, *, much):
    """A protocol of what was brought today; the rows that begin with the estimate are emptied first."""
    staff.choose("przekazanie mieszkańcom").fill("Miejsce", "magazyn miejski")
    for name in staff.main.locator("[name^=thing-][name$=-name]").all():
        name.fill("")
    for name, text in {"name": "Żwir", "quantity": much, "value": "600,00"}.items():
        staff.main.locator(f"[name=thing-0-{name}]").fill(text)
    staff.main.locator("[name=thing-0-for_good]").check()
    return staff.press("Sporządź protokół").reads("Sporządzone.").page.url


def test_what_the_city_gives_is_signed_for_and_confirmed_by_the_residents(invite):
    # A grant was given up: Tandem asked the first on the reserve list, who takes it.
    staff = invite("staff").open(f"{DECIDED}ranking/").reads("realizator rezygnuje")
    resident = invite("applicant").open("/panel/").follow("Przyjmij dotację albo")
    moves(resident, "Przyjmij dotację")

    # The agreement is about things: its signing asks for no account and no transfer.
    staff.open("/panel/grants/agreements/?state=prepared").follow(IDEA)
    agreement = staff.page.url
    staff.follow("Zapisz podpisanie").attach("scan").press("Zapisz podpisanie").reads(
        "Wartość tego, co daje miasto"
    )
    assert staff.page.get_by_role("link", name="Zapisz wypłatę").count() == 0
    resident.receives("podpisana").open(agreement).reads("potwierdzaj tu każde przekazanie")
    assert resident.page.get_by_role("link", name="Podaj rachunek").count() == 0

    # What came was less than the protocol says; the next one is right.
    wrong = draws_up(staff.open(agreement).follow("Sporządź protokół przekazania"), much="4 t")
    resident.receives("do potwierdzenia").open(wrong).reads("4 t").follow("Było inaczej")
    resident.main.locator("textarea").fill("Żwiru były trzy tony.")
    resident.press("Było inaczej")
    staff.receives("protokół przekazania niepotwierdzony")
    right = draws_up(staff.open(agreement).follow("Sporządź protokół przekazania"), much="3 t")
    moves(resident.open(right), "Potwierdź").reads("Protokół jest przy umowie")
    staff.receives("protokół przekazania potwierdzony").open(agreement).reads("600,00 zł")
