"""A call as everybody meets it: its rules, the countdown, “may we apply?”, a question and its answer, the results."""

from __future__ import annotations

import re

OPEN = "/calls/inicjatywy-lokalne-3/"
DECIDED = "/calls/inicjatywy-lokalne-1/"
LEFT = "[data-countdown] [data-left]"


def test_a_stranger_reads_every_rule_and_how_long_is_left(invite):
    stranger = invite().open(OPEN)

    for words in (
        "Kto może złożyć wniosek",
        "Do podziału jest 30 000,00 zł",
        "Jak wybieramy",
        "dni robocze od wysłania naszego listu",
        "razem co najmniej 18 z 30",
        "Pytania i odpowiedzi",
        "Nie. Potrzebna jest faktura albo rachunek.",
    ):
        stranger.reads(words)
    stranger.page.locator(".on-page").get_by_role("link", name="Jak wybieramy").click()
    assert stranger.page.url.endswith("#rules-judging")


def test_the_script_says_the_same_as_the_server_and_nothing_aloud(invite):
    plain, scripted = invite(javascript=False).open(OPEN), invite().open(OPEN)

    said = plain.page.locator(LEFT).inner_text()
    assert re.fullmatch(r"za \d+ dni", said)
    assert scripted.page.locator(LEFT).inner_text() == said
    assert scripted.page.locator(LEFT).evaluate("each => !each.closest('[aria-live]')")


def test_whoever_may_apply_learns_it_in_a_minute_without_a_script_too(invite):
    for javascript in (True, False):
        stranger = invite(javascript=javascript).open(OPEN)
        stranger.follow("Sprawdź, czy możesz się ubiegać")
        stranger.choose("grupa nieformalna mieszkańców")
        stranger.fill("Ile osób dorosłych jest w grupie?", "2")
        stranger.press("Sprawdź").reads("Tak się nie da").reads("Zaproście jeszcze kogoś")
        stranger.fill("Ile osób dorosłych jest w grupie?", "3")
        stranger.press("Sprawdź jeszcze raz").reads("Na razie tak")
        assert stranger.page.get_by_role("link", name="Załóż konto i złóż wniosek").count() == 1


def test_a_stranger_asks_staff_answer_and_everybody_reads_it(invite):
    stranger = invite().open(OPEN).follow("Zapytaj o nabór")
    stranger.press("Wyślij pytanie").reads("Napisz pytanie.")
    stranger.choose("Czego dotyczy pytanie?", "Projekt i koszty")
    stranger.fill("Twoje pytanie", "Tu Halina z Lipowej 4. Czy kupimy kosiarkę?")
    stranger.fill("Twój e-mail", "halina@poczta.example")
    stranger.press("Wyślij pytanie").reads("Mamy Twoje pytanie")

    staff = invite("staff").open(f"/panel/grants{OPEN}questions/")
    staff.follow("Tu Halina z Lipowej 4").follow("Odpowiedz wszystkim")
    staff.fill("Pytanie po polsku", "Czy z grantu można kupić kosiarkę?")
    staff.fill("Odpowiedź po polsku", "Tak, jeśli zostanie w sąsiedztwie.")
    staff.press("Odpowiedz wszystkim").reads("Pytanie na stronie")

    stranger.receives("Odpowiedź na pytanie o nabór", to="halina@poczta.example")
    stranger.reads("Tak, jeśli zostanie w sąsiedztwie.")
    stranger.open(OPEN).reads("Czy z grantu można kupić kosiarkę?")
    assert "Halina" not in stranger.text


def test_results_stand_on_the_page_with_places_points_and_grants(invite):
    invite().open(DECIDED).reads("Kto dostaje grant").reads("Lista rezerwowa").reads("Razem")
