"""Somebody applies for mentoring by the form of an edition."""

from __future__ import annotations

PUBLIC = "/mentoring/mentoring-2027/"


def test_the_form_works_without_scripts(invite):
    mentor = invite("applicant32", javascript=False).open(f"{PUBLIC}mentor/")
    mentor.press("Wypełnij formularz").fill("Twoje doświadczenie", "Trzy panele obywatelskie.")
    mentor.press("Zapisz i wróć później").reads("Zapisano")
    mentor.open("/panel/mentoring/mine/").reads("Rozpoczęte, jeszcze niewysłane")
    mentor.follow("Mentoring 2027").press("Wyślij zgłoszenie").reads("Wybierz województwo")
    assert mentor.page.locator("[name=experience]").input_value() == "Trzy panele obywatelskie."
