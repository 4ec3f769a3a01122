"""Forms in the browser: written block by block, filled in page by page, counted as the server counts, without scripts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import expect

from questionnaires.blocks.estimate import percent_of
from questionnaires.fields import one_newline
from questionnaires.numbers import UnreadableNumber, read_number, show_amount, show_percent
from tests.browser.visitor import Visitor

FORM = "/panel/forms/wniosek-zielone-sasiedztwo/"
CALL = "/calls/zielone-sasiedztwo/"
TEXTS = [
    "",
    "abc",
    "  brzegi  ",
    "dwie\nlinie\n",
    "\n\n",
    "🙂🙂",
    "👨‍👩‍👧",
    "zażółć\tgęślą",
    "a\u0301",
    "\u00a0x",
]
AMOUNTS = [
    "1", "1,5", "1.50", "12,345", "1 234,56", "1\u00a0234,56 zł", "1 234 567", "12 34", " 5 ", "5 EUR", "-3",
    "\u22123,10", "", "abc", "1,234.56", "1.234,5 zł", "1,234", "1,23.45", "12,345,678.90", "99999999999999,99", "0,005", "7 PLN", "+1", "1e3", "٣", "1\u202f000",
]  # fmt: skip
SHARES = [
    ("1", "8"),
    ("1", "2000"),
    ("0", "5"),
    ("2", "3"),
    ("5", "5"),
    ("0", "0"),
    ("1999", "2000"),
]


def apply(visitor: Visitor) -> Visitor:
    """Log in as somebody without a draft there, and begin an application on paper of six pages."""
    visitor.log_in("mentee@demo.tandem.example")
    return visitor.open(CALL).press("Zacznij wniosek")


def part(visitor: Visitor, number: int) -> Visitor:
    """Go to a page of the form by its number in the stepper."""
    return visitor.open(f"{visitor.page.url.split('?')[0]}?part={number}")


def reading(text: str) -> Decimal:
    """What the server takes a cell for; nothing when it cannot be read."""
    try:
        return read_number(text or "0", places=2)
    except UnreadableNumber:
        return Decimal(0)


@pytest.mark.parametrize("width", [1280])
def test_the_browser_counts_and_adds_as_the_server_does(invite):
    visitor = part(apply(invite()), 5)
    script = visitor.page.locator("script[src*='questionnaires/form']").get_attribute("src")
    ours: dict[str, Any] = visitor.page.evaluate(
        """async ([script, amounts, shares]) => {
          const form = await import(script);
          return {
            amounts: amounts.map((text) => String(form.hundredths(text))),
            written: amounts.map((text) => form.written(form.hundredths(text))),
            shares: shares.map(([part, whole]) => form.percent(BigInt(part) * 100n, BigInt(whole) * 100n)),
          };
        }""",
        [script, AMOUNTS, SHARES],
    )

    with translation.override("pl"):
        read = [reading(text) for text in AMOUNTS]
        assert ours["amounts"] == [str(int(amount * 100)) for amount in read]
        assert [f"{text}\u00a0zł" for text in ours["written"]] == [
            show_amount(amount, "PLN") for amount in read
        ]
        assert ours["shares"] == [
            show_percent(percent_of(Decimal(share), Decimal(whole))) for share, whole in SHARES
        ]


@pytest.mark.parametrize("width", [1280])
def test_the_counter_shows_what_the_server_counts(invite):
    visitor = part(apply(invite()), 2)
    field = visitor.page.locator("#id_need")
    counter = visitor.page.locator("[data-count-for=id_need] [data-used]")

    for text in TEXTS:
        field.fill(text)
        expect(counter).to_have_text(str(len(one_newline(text))))


def test_a_form_of_six_pages_is_filled_in_and_sent(invite):
    visitor = apply(invite())
    visitor.choose("grupa nieformalna mieszkańców").fill("Nazwa grupy", "Sąsiedzi z Wiśniowej")
    visitor.fill("Członkowie grupy", "Zofia Krzewna\nJan Malinowski\nMaria Porzeczka")
    visitor.fill("Tytuł", "Ogród przy pętli")
    dates = visitor.page.locator("#id_starts_on")
    first, last = dates.get_attribute("min"), dates.get_attribute("max")
    assert first
    assert last
    visitor.fill("Projekt zaczyna się", first).fill("Projekt kończy się", last)
    visitor.press("Zapisz i dalej")

    visitor.fill("Co chcecie zmienić", "Nie ma cienia.").fill("Miejscowość", "Rybnik")
    expect(visitor.page.locator("#question-owner_agrees")).to_be_hidden()
    visitor.choose("do osoby prywatnej")
    expect(visitor.page.locator("#question-owner_agrees")).to_be_visible()
    visitor.page.locator("#id_owner_agrees").set_input_files(
        {"name": "zgoda.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 zgoda"}
    )
    visitor.page.locator("#question-owner_agrees").get_by_role("button", name="Dołącz").click()
    visitor.page.wait_for_url("**#question-owner_agrees")
    visitor.look().reads("zgoda.pdf").press("Zapisz i dalej")

    people = visitor.page.locator("[data-rows=team]")
    for row in range(3):
        people.locator(f"[name=team-{row}-name]").fill(f"Osoba {row}")
        people.locator(f"[name=team-{row}-adult]").check()
        people.locator(f"[name=team-{row}-role]").fill("pomoc")
        people.locator(f"[name=team-{row}-contact]").fill("600 100 200")
    visitor.fill("Ile osób skorzysta", "80").choose("dzieci").press("Zapisz i dalej")

    for name, text in (("name", "Sadzenie"), ("starts", first), ("ends", last), ("who", "Zofia")):
        visitor.page.locator(f"[name=schedule-0-{name}]").fill(text)
    visitor.press("Zapisz i dalej")

    estimate = visitor.page.locator("[data-rows=costs]")
    estimate.locator("[name=costs-0-category]").select_option("materials")
    estimate.locator("[name=costs-0-name]").fill("Rośliny")
    estimate.locator("[name=costs-0-amount]").fill("3 000")
    estimate.locator("[name=costs-0-own_work_kind]").select_option("simple")
    estimate.locator("[name=costs-0-own_work_hours]").fill("28,5")
    expect(estimate.locator("[name=costs-0-own_work]")).to_have_value("997,50")
    expect(estimate.locator("[data-whole]")).to_have_text(
        "3 997,50\u00a0zł".replace(" ", "\u00a0", 1)
    )
    live = estimate.locator("[data-estimate]").inner_text()
    visitor.press("Zapisz szkic")
    assert visitor.page.locator("[data-estimate]").inner_text() == live
    visitor.press("Zapisz i dalej")

    visitor.fill("Kto podleje", "Sąsiedzi.").choose("To, co tu napisano, jest prawdą.")
    visitor.press("Przeczytaj i wyślij").reads("Czego brakuje").reads("Dane osobowe")
    visitor.follow("Dane osobowe")
    expect(visitor.page.locator("#id_data_clause")).to_be_focused()
    visitor.page.locator("#id_data_clause").check()
    visitor.press("Przeczytaj i wyślij").reads("Tak, na treść w wersji 1.").reads("zgoda.pdf")
    visitor.press("Wyślij wniosek").reads("Ogród przy pętli")


def test_what_is_left_leads_to_its_field_on_its_page(invite):
    visitor = apply(invite())
    visitor.page.locator(".left-to-do summary").click()

    visitor.page.locator(".left-to-do").get_by_role("link", name="Kosztorys").click()

    visitor.page.wait_for_url("**part=5#id_costs-0-category")
    expect(visitor.page.locator("#id_costs-0-category")).to_be_focused()
    visitor.look()


def test_rows_come_and_go_with_buttons_and_keep_their_sum(invite):
    visitor = part(apply(invite()), 5)
    box = visitor.page.locator("[data-rows=costs]")
    before = box.locator("tbody tr").count()

    box.get_by_role("button", name="Dodaj wiersz").click()
    expect(box.locator("tbody tr")).to_have_count(before + 1)
    for row, amount in enumerate(("100", "250,50")):
        box.locator(f"[name=costs-{row}-name]").fill(f"Koszt {row}")
        box.locator(f"[name=costs-{row}-amount]").fill(amount)
    expect(box.locator("[data-total=amount]")).to_have_text("350,50\u00a0zł")
    box.get_by_role("button", name="Usuń wiersz 1", exact=True).click()
    expect(box.locator("[data-total=amount]")).to_have_text("250,50\u00a0zł")
    expect(visitor.page.locator("[data-autosave-status][data-state=saved]")).to_be_visible()
    visitor.page.reload()

    assert visitor.page.locator("[name=costs-0-name]").input_value() == "Koszt 1"
    assert visitor.page.locator("[name=costs-1-name]").input_value() == ""


def test_rows_and_files_come_and_go_without_scripts(invite):
    visitor = part(apply(invite(javascript=False)), 5)
    page = visitor.page
    for row in range(2):
        page.locator(f"[name=costs-{row}-name]").fill(f"Koszt {row}")
        page.locator(f"[name=costs-{row}-amount]").fill("100")

    visitor.press("Dodaj wiersz")
    assert page.locator("[name=costs-3-name]").count() == 1
    assert page.locator("[data-total=amount]").inner_text() == "200,00\u00a0zł"
    visitor.press("Usuń wiersz 1")
    assert page.locator("[name=costs-0-name]").input_value() == "Koszt 1"
    page.locator("[name=costs-0-name]").press("Enter")  # saves; it takes no row away
    visitor.look()
    assert page.locator("[name=costs-0-name]").input_value() == "Koszt 1"

    part(visitor, 2)
    page.locator("#id_photos").set_input_files(
        {"name": "nie.png", "mimeType": "image/png", "buffer": b"to nie obraz"}
    )
    page.locator("#question-photos").get_by_role("button", name="Dołącz").click()
    visitor.look().reads("jest co innego, niż mówi nazwa")


def test_staff_write_a_form_and_see_it_as_applicants_do(invite):
    visitor = invite("staff").open("/panel/forms/").follow("Nowy formularz")
    visitor.fill("Nazwa", "Ankieta po naborze")
    owner = visitor.page.get_by_label("Czyj jest")
    if not owner.input_value():
        owner.select_option(index=1)
    visitor.press("Zacznij formularz").reads("Nie ma jeszcze żadnego bloku")

    visitor.follow("Dodaj blok").follow("jedna z kilku")
    visitor.fill("Pytanie, po polsku", "Wróciliby Państwo?")
    for row, text in enumerate(("tak", "nie")):
        visitor.page.locator(f"[name=options-{row}-pl]").fill(text)
    visitor.press("Zapisz blok").reads("Wróciliby Państwo?")
    visitor.follow("Dodaj blok").follow("długi tekst")
    visitor.fill("Pytanie, po polsku", "Dlaczego nie?")
    visitor.page.locator("summary", has_text="Warunek").click()
    visitor.page.get_by_label("nie", exact=True).check()
    visitor.press("Zapisz blok").reads("zależy od „Wróciliby Państwo?”")

    visitor.press("W górę: Dlaczego nie?").reads("Publikacji przeszkadza jedna rzecz")
    visitor.press("W dół: Dlaczego nie?")
    visitor.follow("Zobacz oczami wnioskodawcy").press("Sprawdź, czego brakuje")
    visitor.reads("Wybierz jedną odpowiedź")
    visitor.open("/panel/forms/ankieta-po-naborze/draft/").press("Opublikuj wersję 1")
    visitor.reads("Wersja 1 jest opublikowana")


@pytest.mark.parametrize(
    "path",
    [
        "/panel/forms/",
        "/panel/forms/new/",
        FORM,
        f"{FORM}draft/",
        f"{FORM}draft/add/",
        *(
            f"{FORM}draft/blocks/{key}/"
            for key in ("land", "owner_agrees", "plants", "team", "costs")
        ),
        *(f"{FORM}versions/1/preview/?part={number}" for number in range(1, 6)),
        f"{FORM}versions/1/",
        "/panel/grants/calls/zielone-sasiedztwo/form/",
    ],
)
def test_every_page_of_the_editor_is_accessible_and_fits(invite, path):
    invite("staff").open(path)


def test_a_whole_form_is_written_with_the_keyboard_alone(invite):
    visitor = invite("staff").open(f"{FORM}draft/")
    up = visitor.page.get_by_role("button", name="W górę: Zdjęcia miejsca")

    visitor.tab_to(up)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")

    titles = visitor.page.locator(".blocks__title").all_inner_texts()
    assert titles.index("Zdjęcia miejsca") == titles.index("Zgoda właściciela terenu") - 1
    visitor.look()
