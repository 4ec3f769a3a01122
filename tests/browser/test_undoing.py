"""A wrong click is taken back: with the keyboard, and without JavaScript; the page says when it is too late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from workflows import clock

PAIR = "/panel/mentoring/"


def plan_milestone(mentee, title):
    """A milestone that the mentee adds to the plan; its address."""
    mentee.open(PAIR).follow("Dodaj kamień milowy")
    mentee.page.locator("[name=title]").fill(title)
    mentee.page.locator("[name=shown_by]").fill("Notatki z rozmów")
    due = clock.today() + timedelta(days=20)
    mentee.page.locator("[name=due_on]").fill(due.isoformat())
    return mentee.press("Dodaj do planu").follow(title).page.url


def test_a_wrong_click_is_taken_back_with_the_keyboard(invite):
    mentee = invite("mentee")
    milestone = plan_milestone(mentee, "Rozmowy na rynku")
    mentee.follow("Zaczynam pracę").press("Zaczynam pracę").reads("w pracy")

    page = mentee.page
    page.get_by_text("Pomyłka?").focus()
    page.keyboard.press("Enter")
    mentee.look()
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    mentee.look().press("Cofnij: Zaczynam pracę")

    assert page.url == milestone
    mentee.reads("zaplanowany").reads("Cofnięte: Zaczynam pracę")


@pytest.mark.parametrize("width", [360])
def test_it_works_without_javascript_and_says_when_it_is_too_late(invite):
    mentee = invite("mentee")
    milestone = plan_milestone(mentee, "Rozmowy w bibliotece")
    plain = invite("mentee", javascript=False).open(milestone)
    plain.follow("Zaczynam pracę").press("Zaczynam pracę")
    plain.page.get_by_text("Pomyłka?").click()
    plain.reads("Cofnij: Zaczynam pracę")

    plain.follow("Napisz, co zrobiono").fill("Co zrobiono", "Byłyśmy w bibliotece.").press("Zapisz")
    plain.open(milestone).page.get_by_text("Pomyłka?").click()
    plain.reads("Coś się tu od tego czasu zmieniło.")
