"""A visitor without an account comes to an event by its page and the links of the letter alone."""

from __future__ import annotations

from playwright.sync_api import expect

TITLE = "IV Forum Praktyków Partycypacji"
EMAIL = "zofia.gesla@example.org"


def test_a_visitor_signs_up_chooses_anew_and_gives_the_place_up(invite_once, fresh_demo):
    visitor = invite_once().open("/events/").follow(TITLE)

    visitor.press("Zapisz się").reads("3 rzeczy do poprawy")
    expect(visitor.main.locator("[data-error-summary]")).to_be_focused()

    visitor.fill_all({"Imię": "Zofia", "Nazwisko": "Gęśla-Jaźń", "E-mail": EMAIL})
    visitor.choose("Warsztat: budżet obywatelski").press("Zapisz się").reads("Napisaliśmy na adres")

    visitor.receives(f"Jest miejsce: {TITLE}", to=EMAIL).reads("Warsztat: budżet obywatelski")
    visitor.follow("/places/").reads("Zofia Gęśla-Jaźń")
    visitor.choose("Warsztat: panel obywatelski").press("Zapisz wybór")
    clash = visitor.main.locator("#sessions").get_by_text("są w tym samym czasie")
    expect(clash).to_be_in_viewport()
    visitor.main.get_by_label("Warsztat: budżet obywatelski").uncheck()
    visitor.press("Zapisz wybór").reads("Warsztaty zapisane.")

    visitor.press("Oddaj miejsce").reads("Miejsce oddane.")
    visitor.follow("Zapisz się jeszcze raz").reads("Konto nie jest potrzebne")
