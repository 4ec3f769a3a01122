"""Spending a grant: a document on the phone, a question about it, volunteers' work, the report half-way."""

from __future__ import annotations

TITLE = "Zielone podwórko przy Kościelnej"
RECEIPT = b"%PDF-1.4\n% paragon\n%%EOF\n"


def test_a_question_about_a_document_is_answered_and_the_work_confirmed(invite):
    grantee, staff = invite("applicant"), invite("staff")

    # The grantee explains a document, and staff accept it.
    grantee.open("/panel/grants/agreements/").follow(TITLE).follow("Rejestr dokumentów")
    register = grantee.reads("do wyjaśnienia").page.url
    document = grantee.follow("FV 12/").reads("Zespół pyta").page.url
    grantee.follow("Odpowiedz").fill("Twoja odpowiedź", "Dwie są na zapas.").press("Odpowiedz")
    staff.open(document).reads("Dwie są na zapas.").follow("Przyjmij").press("Przyjmij")
    staff.reads("przyjęty")

    # What lies outside the agreement gets a sentence.
    grantee.open(register).follow("Wpisz dokument")
    for name, value in {
        "number": "P 9",
        "seller_name": "Sklep Wszystko-do-Domu",
        "issued_on": "2001-01-01",
        "paid_on": "2001-01-01",
        "purpose": "Taśma",
        "gross": "10",
        "own": "10",
    }.items():
        grantee.page.locator(f"[name={name}]").fill(value)
    grantee.page.locator("[name=file]").set_input_files(
        {"name": "paragon.pdf", "mimeType": "application/pdf", "buffer": RECEIPT}
    )
    grantee.page.get_by_label("Pozycja kosztorysu").select_option(index=1)
    grantee.press("Wpisz dokument").reads("Umowa obejmuje dokumenty wystawione od")

    # Work of volunteers counts once it is confirmed.
    grantee.open(register.replace("register", "volunteers")).press("Potwierdź 1 dzień")
    grantee.reads("475,00 zł")
