"""Two neighbours write one application: one is invited by mail, and when they meet in one answer both texts stay."""

from __future__ import annotations

import pytest

from tests.browser.applying import KEPT
from tests.browser.visitor import Visitor

CALL = "/calls/zielone-sasiedztwo/"
THEIRS = "[data-conflict-for=title]"


def invited(author: Visitor, email: str) -> None:
    """The author begins an application there, gives it a title and invites a neighbour to write."""
    author.open(CALL).press("Zacznij wniosek").fill("Tytuł", "Ogród sąsiedzki")
    author.page.locator(KEPT).wait_for()
    author.follow("Kto pisze razem z Tobą")
    author.fill_all({"E-mail": email, "Imię": "Katarzyna", "Nazwisko": "Leszczyna"})
    author.press("Wyślij zaproszenie").reads("Zaproszenie wysłane")


def joined(neighbour: Visitor) -> None:
    """The neighbour comes by the link of the letter, joins and opens the form."""
    neighbour.receives("zaprasza Cię do wniosku: Ogród sąsiedzki", to="applicant@demo")
    link = neighbour.page.get_by_role("link", name="/co-authors/").get_attribute("href")
    assert link is not None
    neighbour.open(link).follow("Dołącz").press("Dołącz")
    neighbour.follow("Pisz dalej")


@pytest.mark.parametrize("width", [360])
def test_two_write_one_application_and_neither_loses_a_word(invite):
    author, neighbour = invite("mentee"), invite("applicant")
    invited(author, "applicant@demo.tandem.example")
    joined(neighbour)
    author.open(neighbour.page.url.replace("/en/", "/"))

    author.fill("Tytuł", "Ogród pod lipami")
    author.page.locator(KEPT).wait_for()
    neighbour.fill("Tytuł", "Ogród za biblioteką")
    neighbour.page.locator(THEIRS).wait_for()

    neighbour.look().reads("Ogród pod lipami")
    assert neighbour.main.get_by_label("Tytuł").first.input_value() == "Ogród za biblioteką"
    assert author.open(author.page.url).main.get_by_label("Tytuł").first.input_value() == "Ogród pod lipami"  # fmt: skip


@pytest.mark.parametrize("width", [1280])
def test_two_write_one_application_without_scripts(invite):
    author, neighbour = invite("mentee"), invite("applicant", javascript=False)
    invited(author, "applicant@demo.tandem.example")
    joined(neighbour)
    author.open(neighbour.page.url)

    author.fill("Tytuł", "Ogród pod lipami").press("Zapisz szkic")
    neighbour.fill("Tytuł", "Ogród za biblioteką").press("Zapisz szkic")

    neighbour.reads("Te same odpowiedzi zmieniono w międzyczasie").reads("Ogród pod lipami")
    assert neighbour.main.get_by_label("Tytuł").first.input_value() == "Ogród za biblioteką"
    neighbour.press("Zapisz szkic")
    author.open(author.page.url)
    assert author.main.get_by_label("Tytuł").first.input_value() == "Ogród za biblioteką"
