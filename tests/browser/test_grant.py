"""From the decision to the settled grant: agreement, payment, report with documents, settlement."""

from __future__ import annotations

import re

from workflows import clock

CALL = "/panel/grants/calls/inicjatywy-lokalne-5/"
ACCOUNT = "61 1090 1014 0000 0712 1981 2874"  # the bank's own example
TITLE = "Wspólny ogród Jedłownik"
STORY = "Założyliśmy ogród w trzy soboty. Przyszło czterdzieści osób, grządki są podzielone, a dyżury rozpisane na rok."


def enters_document(grantee, number, line, amount):
    today = clock.today().isoformat()
    texts = {
        "number": number,
        "issued_on": today,
        "paid_on": today,
        "seller_name": "Ogrodnik Śląski",
    }
    for name, value in {**texts, "purpose": line, "gross": amount, "amount": amount}.items():
        grantee.page.locator(f"[name={name}]").fill(value)
    grantee.page.get_by_label("Pozycja kosztorysu").select_option(index=line_number(grantee, line))
    grantee.press("Wpisz dokument")


def names_the_account(grantee):
    """Give the account with the bank's confirmation; return its address."""
    grantee.follow("Podaj rachunek")
    grantee.page.locator("[name=number]").fill(ACCOUNT)
    grantee.page.locator("[name=owner]").fill("Sąsiedzi z Jedłownika")
    return grantee.attach("evidence").press("Podaj rachunek").page.url


def line_number(grantee, line):
    options = grantee.page.get_by_label("Pozycja kosztorysu").locator("option").all_inner_texts()
    return next(place for place, text in enumerate(options) if line in text)


def costs(grantee):
    """The lines of the agreement with what was planned, as its page shows them."""
    found = []
    for row in grantee.page.locator("table tbody tr").all():
        cells = row.locator("td, th").all_inner_texts()
        found.append((cells[0].splitlines()[0].strip(), re.sub(r"[^\d,]", "", cells[1])))
    return found


def test_grant_is_signed_paid_reported_and_settled(invite):
    chair = invite("chair")
    with chair.hurry():
        chair.open(f"{CALL}decide/").press("Rozstrzygnij: 3 dotacje")

    # Staff record the signing; the grantee names the account, two people compare it with its evidence.
    staff = invite("staff")
    with staff.hurry():
        staff.open(f"{CALL}send_letters/").press("Wyślij 4 listy")
    staff.open("/panel/grants/agreements/?state=prepared")
    staff.follow(TITLE).follow("Zapisz podpisanie").attach("scan").press("Zapisz podpisanie")
    agreement = staff.page.url
    grantee = invite("applicant26").receives("podpisana").open("/panel/").open(agreement)
    account = names_the_account(grantee)
    for keeper, sees in [
        (staff, "Porównane z dowodem, zgadza się"),
        (invite("finance"), "Potwierdź jako druga osoba"),
    ]:
        keeper.open(account).follow(sees).press(sees)
    staff.open(agreement).follow("Zapisz wypłatę").reads("9 150,00 zł")
    staff.press("Zapisz wypłatę").reads("wypłacona")

    # The grantee writes what was done and enters what it cost, line by line.
    planned = costs(grantee.open(agreement))
    report = f"{agreement}report/"
    grantee.open(report)
    for place, (line, amount) in enumerate(planned):
        with grantee.hurry():
            grantee.open(f"{report}document/")
            if not place:
                grantee.hurries = False
                grantee.look()
            enters_document(grantee, f"FV {place + 1}/2026", line, amount)
    grantee.open(report).reads("9 150,00 zł z 9 150,00 zł")
    for name, value in {
        "done": STORY,
        "participants": "40",
        "volunteers": "9",
        "things": "0",
    }.items():
        grantee.page.locator(f"[name={name}]").fill(value)
    grantee.press("Złóż sprawozdanie").reads("sprawozdanie złożone")

    # Staff read it, give it back once, and settle the corrected one.
    staff.open(report).open(agreement).follow("Zwróć sprawozdanie do poprawy")
    staff.fill("Co poprawić", "Napisz, kto podlewa ogród latem.").press(
        "Zwróć sprawozdanie do poprawy"
    )
    grantee.receives("Sprawozdanie do poprawy").open(report).reads("kto podlewa ogród latem")
    grantee.page.locator("[name=done]").fill(f"{STORY} Latem podlewają dyżurni.")
    with grantee.hurry():
        grantee.press("Złóż sprawozdanie")
    staff.open(agreement).follow("Rozlicz").press("Rozlicz").reads("rozliczona")
    grantee.receives("rozliczona").open(agreement).reads("rozliczona")
