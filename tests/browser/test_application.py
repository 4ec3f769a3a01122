"""Writing an application: kept as it is typed, with nothing but a keyboard, without scripts, in two windows."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.applying import (
    CHOICES,
    answer,
    in_days,
    is_kept,
    letter_to,
    make_account,
    same_in_any_order,
    words,
)
from tests.browser.visitor import Visitor

CALL = "/calls/inicjatywy-lokalne-3/"


def start(visitor: Visitor) -> Visitor:
    """Log in as somebody without a draft in the open call, and begin one there."""
    visitor.log_in("mentee@demo.tandem.example")
    return visitor.open(CALL).press("Zacznij wniosek")


def test_application_is_written_and_submitted_without_javascript(invite, width):
    email = f"bez-skryptow-{width}@example.org"
    visitor = invite(javascript=False).open(CALL).follow("Załóż konto i złóż wniosek")
    make_account(visitor, email).press("Zacznij wniosek")
    visitor.reads("Tylko jeśli w polu „Składasz wniosek jako” wybierasz: organizacja pozarządowa.")

    visitor.fill("Tytuł", "Ławki bez skryptów").press("Zapisz szkic").reads("Zapisano")
    visitor.press("Przeczytaj i wyślij").reads("Czego brakuje").follow("Uzupełnij")
    answer(visitor, words("Ławki bez skryptów", in_days(60), in_days(90)))
    visitor.press("Przeczytaj i wyślij").press("Wyślij wniosek")

    visitor.reads("Ławki bez skryptów").reads("Sąsiedzi z Wiśniowej").reads("3 200,50 zł")
    number = visitor.main.locator("dd strong").inner_text()
    assert number in letter_to(email, "wysłany", visitor)


@pytest.mark.parametrize("width", [360])
def test_application_is_written_with_the_keyboard_alone(invite, width):
    visitor = start(invite())
    field, key = visitor.main.get_by_label, visitor.page.keyboard
    first, last, *_rest = (day.strftime("%m%d%Y") for day in same_in_any_order(50))

    visitor.tab_to(field("organizacja pozarządowa"))
    key.press("ArrowDown")
    for label, text in words("Ławki z klawiatury", first, last).items():
        visitor.tab_to(field(label).first)
        key.type(text)
        if label == "Ile osób skorzysta":
            visitor.tab_to(field("sąsiedzi i sąsiadki z okolicy"))
            key.press("Space")
        if label == "Jak mieszkańcy będą":
            visitor.tab_to(field("tak, mamy jej zgodę"))
            key.press("Space")
    for statement in CHOICES[-3:]:
        visitor.tab_to(field(statement))
        key.press("Space")
    visitor.tab_to(visitor.main.get_by_role("button", name="Przeczytaj i wyślij"))
    key.press("Enter")
    visitor.tab_to(visitor.main.get_by_role("button", name="Wyślij wniosek"))
    key.press("Enter")

    expect(visitor.main.get_by_role("heading", level=1)).to_contain_text("wysłany")
    visitor.look().reads("Ławki z klawiatury")


def test_what_is_missing_leads_to_its_place_in_the_form(invite):
    visitor = start(invite())
    visitor.press("Przeczytaj i wyślij")
    summary = visitor.main.locator("[data-error-summary]")
    expect(summary).to_be_focused()

    visitor.follow("Ile osób skorzysta?")

    expect(visitor.main.get_by_label("Ile osób skorzysta?")).to_be_focused()
    visitor.reads("Napisz, ile osób skorzysta.")
    summary.get_by_role("link", name="Kosztorys").click()
    expect(visitor.main.get_by_label("Za co, wiersz 1")).to_be_focused()


@pytest.mark.parametrize("width", [360])
def test_what_is_typed_without_a_connection_is_kept_and_sent_later(invite, width):
    visitor = start(invite())
    visitor.page.context.set_offline(True)
    visitor.fill("Tytuł", "Pisane w pociągu")
    expect(visitor.main.locator("[data-autosave-text]")).to_contain_text("Brak połączenia")

    visitor.page.context.set_offline(False)

    assert "Zapisano" in is_kept(visitor)
    visitor.page.reload()
    expect(visitor.main.get_by_label("Tytuł")).to_have_value("Pisane w pociągu")


def test_two_windows_with_one_draft_lose_nobodys_words(invite):
    first = start(invite())
    second = first.another_window().open(first.page.url)
    first.fill("Tytuł", "Pierwsze okno")
    is_kept(first)

    second.fill("Tytuł", "Drugie okno")

    place = second.main.locator("[data-conflict-for=title]")
    expect(place).to_contain_text("Pierwsze okno")
    expect(second.main.get_by_label("Tytuł")).to_have_value("Drugie okno")
    second.look().reads("Nie zapisano: tę samą odpowiedź zmieniono w międzyczasie.")
    second.press("Zapisz szkic").reads("Pierwsze okno")
    expect(second.main.locator("[data-error-summary]")).to_be_focused()
    second.press("Zapisz szkic")
    expect(second.main.get_by_label("Tytuł")).to_have_value("Drugie okno")


@pytest.mark.parametrize("width", [360])
def test_leaving_with_a_text_that_met_another_asks_first(invite, width):
    first = start(invite())
    second = first.another_window().open(first.page.url)
    first.fill("Tytuł", "Pierwsze okno")
    is_kept(first)
    second.fill("Tytuł", "Drugie okno")
    expect(second.main.locator("[data-conflict-for=title]")).to_be_visible()
    asked: list[str] = []
    second.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    second.page.reload()

    assert asked == ["beforeunload"]


@pytest.mark.parametrize("width", [360])
def test_largest_letters_fit_on_the_applicants_pages(invite, width):
    applicant = invite("applicant").open("/panel/grants/applications/mine/")
    applicant.press("największe litery")
    pages = [link.get_attribute("href") for link in applicant.main.get_by_role("link").all()]

    for page in [CALL, "/calls/", "/panel/", *dict.fromkeys(filter(None, pages))]:
        applicant.open(page)
    applicant.open(CALL).follow("Pisz dalej").press("Przeczytaj i wyślij")
