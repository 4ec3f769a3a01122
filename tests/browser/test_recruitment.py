"""Somebody applies for mentoring by the form of an edition, leaves half-way, comes back, sends it and is chosen."""

from __future__ import annotations

PUBLIC = "/mentoring/mentoring-2027/"
CANDIDATES = "/panel/mentoring/editions/mentoring-2027/candidates/mentee/"
KEPT = "[data-autosave-status][data-state=saved]"
IDEA = "Skwer, o którym decydują sąsiedzi."


def test_a_mentee_writes_on_a_phone_comes_back_sends_it_and_is_accepted(invite):
    mentee = invite("applicant31").open(PUBLIC).follow("Zgłoś się do nauki z mentorem")
    mentee.reads("Kogo szukamy").reads("RODO").press("Wypełnij formularz")
    form = mentee.reads("Dopóki go nie wyślesz, czytasz je tylko Ty").page.url
    answers = mentee.page.locator

    # Half of it is typed; the page keeps it by itself and the phone is put away.
    mentee.fill("Co chcesz zrobić", IDEA)
    mentee.page.wait_for_selector(KEPT)
    mentee.open(PUBLIC).reads("Wróć do swojego zgłoszenia").open(form)
    assert answers("[name=need]").input_value() == IDEA

    # What is missing is said in words.
    mentee.press("Wyślij zgłoszenie").reads("Czego brakuje").reads("Wybierz województwo")
    for tick in ("konsultacje", "śląskie", "online", "dni robocze, wieczorem"):
        mentee.choose(tick)
    answers("[name=languages][value=pl]").check()
    for tick in ("własnym", "do 4 godzin"):
        mentee.choose(tick)
    mentee.fill("Gdzie chcesz działać", "Rybnik")
    mentee.fill("Czego potrzebujesz, żeby wygodnie uczestniczyć", "Sala bez schodów.")
    answers("[name=rules]").check()
    mentee.press("Wyślij zgłoszenie").reads("Zgłoszenie wysłane").reads("co dalej")
    application = mentee.page.url
    mentee.receives("Zgłoszenie do mentoringu przyjęte", to="applicant31")
    mentee.open(PUBLIC).reads("Twoje zgłoszenie już tu jest")

    # Staff read it and give a place.
    staff = invite("staff").open(CANDIDATES).open(application).reads(IDEA)
    staff.follow("Przyjmij").press("Przyjmij").reads("przyjęte")
    mentee.receives("Witamy w mentoringu", to="applicant31").open(application).reads("przyjęte")


def test_the_form_works_without_scripts(invite):
    mentor = invite("applicant32", javascript=False).open(f"{PUBLIC}mentor/")
    mentor.press("Wypełnij formularz").fill("Twoje doświadczenie", "Trzy panele obywatelskie.")
    mentor.press("Zapisz i wróć później").reads("Zapisano")
    mentor.open("/panel/mentoring/mine/").reads("Rozpoczęte, jeszcze niewysłane")
    mentor.follow("Mentoring 2027").press("Wyślij zgłoszenie").reads("Wybierz województwo")
    assert mentor.page.locator("[name=experience]").input_value() == "Trzy panele obywatelskie."
