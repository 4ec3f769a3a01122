"""A running grant is checked: papers that the grantee objects to, a visit with something to put right."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from workflows import clock

AGREEMENTS = "/panel/grants/agreements/"
IN_ORDER = "w porządku"
WRONG = "nieprawidłowość"


@pytest.fixture
def its_day_comes(folder):
    """Nobody waits two weeks for a test: instead of the clock, the day of the check moves to today."""

    def come(page: str) -> None:
        with closing(sqlite3.connect(folder / "tandem.sqlite3", timeout=30)) as database:
            database.execute(
                "UPDATE grants_inspection SET day = ? WHERE id = ?",
                (clock.today().isoformat(), page.rstrip("/").rpartition("/")[2]),
            )
            database.commit()

    return come


def announces(staff, agreement, kind, scope):
    """Staff announce a check from the page of the agreement; returns its address."""
    staff.open(agreement).follow("Zapowiedz kontrolę")
    staff.choose(kind).fill("Godzina i miejsce", "godz. 11").fill("Zakres kontroli", scope)
    return staff.press("Zapowiedz kontrolę").reads("Zapowiedziane.").page.url


def finds(staff, *, wrong="", wanted=""):
    """Write the protocol in front of us: every item in order, but the first if it is `wrong`."""
    items = staff.main.locator(".formal-item")
    for place, item in enumerate(items.all()):
        item.get_by_label(WRONG if wrong and not place else IN_ORDER, exact=True).check()
    items.first.get_by_label("Opis").fill(wrong)
    staff.main.get_by_role("textbox", name="Zalecenie").first.fill(wanted)
    staff.fill("Wnioski", "Realizator wie, co dalej.").press("Zapisz protokół")
    return staff.reads("Protokół jest zapisany.")


def moves(visitor, label):
    """Make a move that has a page of its own."""
    return visitor.follow(label).press(label)


def test_papers_are_checked_and_the_grantee_objects_to_a_finding(invite, its_day_comes):
    staff = invite("staff")
    check = announces(staff, f"{AGREEMENTS}7/", "kontrola dokumentów", "Faktury i wyciągi.")
    grantee = invite("applicant21").receives("zapowiedź kontroli").open(check)
    grantee.reads("Faktury i wyciągi.")

    # What staff write is theirs until they send it.
    its_day_comes(check)
    moves(staff.open(check), "Odbyła się").reads("Teraz opisz ustalenia")
    finds(staff, wrong="Faktura z drukarni nie ma opisu.")
    assert "Faktura z drukarni" not in grantee.open(check).text
    moves(staff, "Wyślij protokół").reads("protokół wysłany")

    # The grantee objects, is right, and signs what was corrected.
    grantee.receives("protokół kontroli").open(check).reads("Faktura z drukarni nie ma opisu.")
    grantee.follow("Zgłoś zastrzeżenia").press("Zgłoś zastrzeżenia").reads("Napisz, z czym")
    grantee.fill("Zastrzeżenia", "Opis jest na odwrocie faktury.").press("Zgłoś zastrzeżenia")
    staff.receives("zastrzeżenia do protokołu").open(check).reads("Opis jest na odwrocie faktury.")
    staff.follow("Uwzględnij i popraw protokół").fill("Odpowiedź", "Zgadza się, poprawiamy.")
    staff.press("Uwzględnij i popraw protokół")
    grantee.receives("poprawimy protokół").reads("Zgadza się, poprawiamy.")
    with staff.hurry():
        finds(staff.follow("Napisz protokół"))
        moves(staff, "Wyślij protokół")
    moves(grantee.open(check), "Podpisz protokół")
    staff.open(check).reads("zakończona")


def test_a_visit_leaves_something_to_put_right_and_the_grantee_shows_that_it_is_done(invite):
    staff = invite("staff").open(f"{AGREEMENTS}3/").follow("wizyta na miejscu")
    check = staff.page.url
    finds(staff.follow("Napisz protokół"), wrong="Próg ma 8 cm.", wanted="Połóżcie podjazd.")
    with staff.hurry():
        moves(staff, "Wyślij protokół")

    grantee = invite("applicant11").open("/panel/").open(check).reads("Próg ma 8 cm.")
    moves(grantee, "Podpisz protokół").follow("Połóżcie podjazd.")
    asked = grantee.page.url
    grantee.follow("Zgłoś wykonanie").fill("Co zrobiono", "Podjazd leży od wczoraj.")
    grantee.press("Zgłoś wykonanie")
    moves(staff.open(asked).reads("Podjazd leży od wczoraj."), "Wykonane")
    staff.open(check).reads("zakończona")
