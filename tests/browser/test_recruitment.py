"""Somebody without experience applies for mentoring on a phone, leaves half-way, comes back and sends it."""

from __future__ import annotations

PUBLIC = "/mentoring/mentoring-2027/"
KEPT = "[data-autosave-status][data-state=saved]"


def test_a_mentee_writes_on_a_phone_comes_back_and_sends_the_application(invite):
    mentee = invite("applicant9").open(PUBLIC).follow("Zgłoś się do nauki z mentorem")
    mentee.reads("Kogo szukamy").reads("RODO").press("Wypełnij formularz")
    form = mentee.reads("Dopóki go nie wyślesz, czytasz je tylko Ty").page.url

    # Half of it is typed; the page keeps it by itself and the phone is put away.
    mentee.fill("Co chcesz zrobić", "Skwer, o którym decydują sąsiedzi.")
    mentee.page.wait_for_selector(KEPT)
    mentee.open(PUBLIC).reads("Wróć do swojego zgłoszenia").open(form)
    assert mentee.page.locator("[name=need]").input_value() == "Skwer, o którym decydują sąsiedzi."

    # What is missing is said in words, each with the way to it.
    mentee.press("Wyślij zgłoszenie").reads("Czego brakuje").reads("Wybierz województwo")

    mentee.choose("konsultacje").choose("śląskie")
    for tick in ("online", "dni robocze, wieczory", "polski", "własnym", "do 4 godzin"):
        mentee.choose(tick)
    mentee.fill("Gdzie chcesz działać", "Rybnik")
    mentee.fill("Czego potrzebujesz, żeby wygodnie uczestniczyć", "Sala bez schodów.")
    mentee.page.locator("[name=rules]").check()
    mentee.press("Wyślij zgłoszenie").reads("Zgłoszenie wysłane").reads("Co dalej")
    mentee.receives("Zgłoszenie do mentoringu przyjęte")
    mentee.open(PUBLIC).reads("Twoje zgłoszenie już tu jest")


def test_the_form_works_without_scripts(invite):
    mentor = invite("applicant10", javascript=False).open(f"{PUBLIC}mentor/")
    mentor.press("Wypełnij formularz").fill("Twoje doświadczenie", "Trzy panele obywatelskie.")
    mentor.press("Zapisz i wróć później").reads("Zapisano")
    mentor.open("/panel/mentoring/mine/").reads("Rozpoczęte, jeszcze niewysłane")
    mentor.follow("Mentoring 2027").press("Wyślij zgłoszenie").reads("Wybierz województwo")
    assert mentor.page.locator("[name=experience]").input_value() == "Trzy panele obywatelskie."
