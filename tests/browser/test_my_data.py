"""One's own data: a copy, a consent taken back after reading what that does, a request answered from the queue."""

from __future__ import annotations

import json
import re

ME = "/panel/people/me/"
DIRECTORY = "/mentoring/practitioners/"
QUEUE = "/panel/people/requests/"
TAKE_BACK = re.compile(r"Wycofaj zgodę\W+Publiczny katalog")
WHY_LONGER = "Trzeba zajrzeć do papierów z trzech wizyt."


def test_a_person_takes_a_copy_and_takes_a_consent_back_knowing_what_that_does(invite):
    mentor = invite("mentor2")
    with mentor.hurry():
        mentor.open(DIRECTORY).reads("Roman Buk")
    mentor.open(ME)
    with mentor.page.expect_download() as taken:
        mentor.page.get_by_role("link", name="Pobierz kopię").click()
    assert "mentor2@demo.tandem.example" in json.dumps(json.loads(taken.value.path().read_text()))
    mentor.follow("Kto widzi moje dane")
    assert mentor.page.get_by_role("heading", name="Ewa Jarząb").count() == 1

    mentor.open(ME).follow(TAKE_BACK).reads("od razu znikają z publicznego katalogu")
    with mentor.hurry():
        mentor.follow("Zostaw zgodę").follow(TAKE_BACK)
    button = mentor.page.get_by_role("button", name="Wycofaj zgodę")
    with mentor.tab_to(button).page.expect_navigation():
        mentor.page.keyboard.press("Enter")
    mentor.look().reads("Zgoda jest od teraz wycofana.")

    with mentor.hurry():
        assert "Roman Buk" not in mentor.open(DIRECTORY).text


def test_a_request_is_asked_put_off_and_done_and_a_mistake_loses_nothing(invite):
    mentee = invite("mentee2")
    with mentee.hurry():
        mentee.open(f"{ME}ask/?kind=erasure").reads("Co znika na zawsze")
    mentee.choose("poprawienie danych").press("Wyślij wniosek").reads("Napisz, o co chodzi")
    assert mentee.page.get_by_label("poprawienie danych").is_checked()
    with mentee.hurry():
        mentee.choose("zapomnienie").fill("Twoimi słowami", "Przeprowadzam się.")
        asked = mentee.press("Wyślij wniosek").reads("W liście do Ciebie").page.url

    admin = invite("admin")
    with admin.hurry():
        admin.open(QUEUE).follow(re.compile("Zapomnienie.*Igor Dereń"))
        admin.reads("Przeprowadzam się.").follow("Przedłuż czas na odpowiedź")
    day = admin.page.locator("[name=longer_until]").input_value()
    admin.press("Przedłuż czas na odpowiedź").reads("Napisz, dlaczego to potrwa dłużej")
    assert admin.page.locator("[name=longer_until]").input_value() == day
    admin.fill("Dlaczego", WHY_LONGER).press("Przedłuż czas").reads("potrwa dłużej")

    with mentee.hurry(), admin.hurry():
        mentee.open(asked).reads(WHY_LONGER)
        admin.follow("Usuń dane").press("Usuń dane tej osoby na zawsze")
        admin.reads("Napisz, kto o to poprosił").fill("Kto o to poprosił", "Ta osoba, na stronie.")
        admin.press("Usuń dane tej osoby na zawsze").reads("Dane tej osoby usunięte.")
        assert "Igor Dereń" not in admin.open(QUEUE).text
        assert "/account/login/" in mentee.open(ME).page.url
