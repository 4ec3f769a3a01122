"""How letters come: what may be chosen and what not, and why; what is set aside comes as one letter in the morning."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.browser.conftest import ROOT, WIDTHS

LETTERS = "/panel/my-letters/"
TOMORROW = """
from datetime import timedelta
from django.utils.timezone import localtime
from workflows import clock, tasks
morning = localtime(clock.now() + timedelta(days=1)).replace(hour=8)
with clock.at(morning):
    assert tasks.send_digests() == 1
    tasks.deliver()
"""


@pytest.fixture
def the_next_morning(folder):
    """Nobody waits a night for a test: the two tasks of the worker that make the daily letter, at eight tomorrow."""

    def come() -> None:
        env = {
            **os.environ,
            "TANDEM_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        }
        shell = [sys.executable, "manage.py", "shell", "-v", "0", "-c", TOMORROW]
        subprocess.run(shell, env=env, cwd=ROOT, check=True)

    return come


def ways(visitor, topic):
    """The choices that a kind of letter leaves."""
    group = visitor.page.get_by_role("group", name=topic)
    return [each.strip() for each in group.locator("label").all_inner_texts()]


def test_a_mentee_says_how_letters_come_and_reads_what_leaves_no_choice(invite):
    mentee = invite("mentee").open("/panel/people/me/").follow("Powiadomienia")
    assert "wcale" not in ways(mentee, "Czeka na mnie")
    assert "wcale" in ways(mentee, "Wiadomości i odpowiedzi")
    mentee.reads("Inni na Ciebie czekają").reads("Te przychodzą zawsze").reads("albo prawo")

    messages = mentee.page.get_by_role("group", name="Wiadomości i odpowiedzi")
    mentee.tab_to(messages.get_by_label("od razu"))
    mentee.page.keyboard.press("ArrowDown")
    mentee.press("Zapisz").reads("Od teraz listy przychodzą tak, jak wybrano.")
    assert messages.get_by_label("raz dziennie").is_checked()


@pytest.mark.parametrize("width", [WIDTHS["phone"]])
def test_what_was_set_aside_comes_as_one_letter_the_next_morning(invite, the_next_morning):
    mentee = invite("mentee")
    with mentee.hurry():
        mentee.open(LETTERS)
        group = mentee.page.get_by_role("group", name="Wiadomości i odpowiedzi")
        group.get_by_label("raz dziennie").check()
        mentee.press("Zapisz")
    mentor = invite("mentor")
    with mentor.hurry():
        for words in ("Czy czwartek o 17 pasuje?", "Albo piątek?"):
            mentor.open("/panel/mentoring/pairs/1/write/")
            mentor.page.locator("textarea").first.fill(words)
            mentor.press("Wyślij wiadomość")

    mentee.open(LETTERS).reads("2 listy")
    the_next_morning()

    mentee.receives("Twój dzień w Tandemie", to="mentee@").reads("CO NOWEGO").open(LETTERS)
    assert "list dzienny" not in mentee.text
