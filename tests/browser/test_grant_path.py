"""A call for micro-grants from its terms to an admitted application, each step by the person whose step it is."""

from __future__ import annotations

from datetime import datetime, timedelta

from playwright.sync_api import expect

from tests.browser.applying import answer, in_days, is_kept, letter_to, make_account, words
from tests.browser.visitor import Visitor

TITLE = "Ławki i lipy"
PUBLIC = "/calls/lawki-i-lipy/"
CALL = "/panel/grants/calls/lawki-i-lipy/"
COMMITTEE = {
    "assessor": "osoba oceniająca",
    "mentor": "osoba oceniająca",
    "chair": "przewodnicząca lub przewodniczący komisji",
}
FORGOTTEN = "Ile osób skorzysta"
CARD = 6  # items of the usual formal card


def instant(days: int) -> str:
    """This minute, that many days from today, as a field for an instant takes it."""
    return (datetime.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")  # noqa: DTZ005, TID251 -- a wall clock


def begin_call(staff: Visitor) -> None:
    """From the list of calls to the chapters of a new one; what is still missing is named there."""
    staff.open("/panel/grants/calls/").follow("Nowy nabór")
    staff.choose("Działanie", "Konkurs dla mieszkańców na inicjatywy lokalne")
    staff.choose("grupa nieformalna mieszkańców")
    staff.choose("Formularz", "Wniosek o mikrogrant, wersja 1")
    staff.fill_all(
        {
            "Kod w adresie": "lawki-i-lipy",
            "Tytuł (po polsku)": TITLE,
            "Tytuł (po angielsku)": "Benches and limes",
            "Pula do podziału": "30 000,00",
            "Najmniejszy grant": "1000",
            "Największy grant": "5 000",
            "Otwarcie": instant(0),
            "Zamknięcie": instant(20),
            "Projekty mogą zacząć się od": in_days(30),
            "Projekty kończą się do": in_days(120),
        }
    )
    staff.press("Załóż nabór").reads("Wpisz przynajmniej jedno kryterium")


def set_up_call(staff: Visitor) -> None:
    """From an empty page to an open call: the criteria, what everybody else reads, the rehearsal."""
    begin_call(staff)
    staff.follow("Kryteria i punkty").fill("Próg punktowy", "9")
    criteria = staff.main.get_by_role("group", name="Kryterium")
    for place, (title, points) in enumerate({"Pomysł": "10", "Udział mieszkańców": "5"}.items()):
        criteria.nth(place).get_by_label("Co oceniamy (po polsku)").fill(title)
        criteria.nth(place).get_by_label("Najwięcej punktów").fill(points)
        criteria.nth(place).get_by_label("Potrzebne punkty").fill("2,5")
    staff.press("Zapisz").reads("Zapisano: Kryteria i punkty.")
    staff.follow("Zrób próbę").press("Zrób próbę").reads("Potrzeba oceniających: 2")
    name_committee(staff.follow("Nikt nie przewodniczy komisji"))
    staff.open(f"{CALL}rehearsal/").press("Zrób próbę").reads("Nabór przeszedł do końca")
    staff.open(CALL).follow("Otwórz nabór").press("Otwórz nabór").reads("otwarty")


def name_committee(staff: Visitor) -> None:
    """Two who score and one who presides, all with accounts of their own."""
    with staff.hurry():
        for account, role in COMMITTEE.items():
            staff.fill("E-mail konta", f"{account}@demo.tandem.example")
            staff.choose("Jako", role).press("Powołaj").reads(account)


def write_and_submit(applicant: Visitor) -> str:
    """From the public call to the receipt; returns the number."""
    applicant.press("Zacznij wniosek")
    whole = words("Ławka pod lipą", in_days(40), in_days(80))
    answer(applicant, {label: text for label, text in whole.items() if label != FORGOTTEN})
    assert is_kept(applicant).startswith("Zapisano")
    applicant.press("Przeczytaj i wyślij").reads("Czego brakuje: jedna rzecz")
    applicant.follow(FORGOTTEN).fill(FORGOTTEN, whole[FORGOTTEN])
    applicant.press("Przeczytaj i wyślij").reads("Przy pętli nie ma gdzie usiąść.")
    applicant.press("Wyślij wniosek").reads("3 200,50 zł")
    return applicant.main.locator("dd strong").inner_text()


def check_form(staff: Visitor, *, in_order: int) -> Visitor:
    """Fill in the formal card from the call's page: the first items in order, the others not."""
    staff.open(CALL).follow("Ławka pod lipą")
    items = staff.main.locator(".formal-item")
    expect(items).to_have_count(CARD)
    for place in range(CARD):
        answer = "w porządku" if place < in_order else "nie w porządku"
        items.nth(place).get_by_label(answer, exact=True).check()
    return staff


def give_back(staff: Visitor) -> None:
    check_form(staff, in_order=CARD - 1)
    staff.press("Dopuść do oceny").reads("Złożono wymagane oświadczenia.")
    staff.main.get_by_text("Coś można poprawić").click()
    staff.press("Zwróć do poprawy").reads("Napisz, co trzeba poprawić")
    staff.fill("Co trzeba poprawić", "Podaj, kto postawi ławki.")
    staff.press("Zwróć do poprawy").reads("zwrócony do poprawy")


def correct(applicant: Visitor) -> None:
    applicant.open("/panel/").follow("Popraw wniosek").reads("Podaj, kto postawi ławki.")
    applicant.follow("Popraw wniosek").fill("Co konkretnie zrobicie", "Stawiamy je sami.")
    applicant.press("Przeczytaj i wyślij").press("Wyślij poprawiony wniosek")


def test_call_leads_from_its_terms_to_an_admitted_application(invite, width):
    staff, email = invite("staff"), f"sasiadka-{width}@example.org"
    set_up_call(staff)
    invite().open(f"/en{PUBLIC}").reads("Benches and limes")

    applicant = invite().open("/programy/miedzysektorowa-wspolpraca/").follow(TITLE)
    make_account(applicant.follow("Załóż konto i złóż wniosek"), email).reads(TITLE)
    number = write_and_submit(applicant)
    assert number.startswith("1/")
    assert number in letter_to(email, "wysłany", applicant)

    give_back(staff)
    assert "Podaj, kto postawi ławki." in letter_to(email, "prosimy o poprawki", applicant)
    correct(applicant)
    with staff.hurry():
        check_form(staff, in_order=CARD).press("Dopuść do oceny").reads("w ocenie")
    letter_to(email, "przeszedł ocenę formalną", applicant)
    applicant.open("/panel/grants/applications/mine/").reads("w ocenie")
    applicant.follow("Ławka pod lipą").reads("Ocena formalna za nami.")
