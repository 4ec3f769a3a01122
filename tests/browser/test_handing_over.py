"""A mentor hands over what waits for them: at both widths; a mistake loses nothing, and it is ended again."""

from __future__ import annotations


def test_a_mentor_hands_over_and_takes_it_back(invite):
    mentor = invite("mentor2").open("/panel/people/me/").follow("Przekaż moje ruchy")
    mentor.reads("Czeka teraz").press("Przekaż")
    mentor.reads("Wybierz, kto zastępuje")
    mentor.page.locator("[name=recipient]").select_option(index=1)
    mentor.fill("Dlaczego", "Urlop do końca miesiąca.").press("Przekaż")
    mentor.reads("Nie wszystko przejdzie").page.locator("[name=sure]").check()
    mentor.press("Przekaż")

    page = mentor.reads("Urlop do końca miesiąca.").reads("na stałe").page.url
    mentor.receives("Przekazane: to, co czeka").open(page)
    mentor.follow("Zakończ przekazanie").press("Zakończ przekazanie").reads("zakończone")
