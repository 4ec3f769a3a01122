"""Staff find applications in a table and on a board, and see what one act would do to several."""

from __future__ import annotations

from datetime import timedelta

from workflows import clock

CALL = "/panel/grants/calls/inicjatywy-lokalne-3/"
LIST = "/panel/grants/applications/"


def test_staff_filter_the_table_look_at_the_board_and_preview_one_act_on_several(invite):
    staff = invite("staff").open(CALL)
    staff.follow("Jako tablica").reads("Tablica wniosków").follow("Jako tabela, z filtrami")
    staff.open(f"{LIST}?state=submitted&sort=most").reads("Następny ruch")

    # Two are ticked; the page that follows changes nothing yet.
    for box in staff.main.locator("[name=pick]").all()[:2]:
        box.check()
    staff.press("Działaj na zaznaczonych").reads("Wybrano: 2.")
    staff.press("Dopuść do oceny").press("Pokaż, co się stanie").reads("Da się to zrobić dla")

    # The whole filtered list can be taken as well.
    staff.open(f"{LIST}?state=submitted").press("Działaj na wszystkich")
    staff.reads("Co ma się stać?")


def test_staff_give_two_applications_back_in_one_go(invite):
    staff = invite("staff").open(f"{LIST}?state=submitted&sort=most")
    for box in staff.main.locator("[name=pick]").all()[:2]:
        box.check()
    staff.press("Działaj na zaznaczonych").press("Zwróć do poprawy")
    staff.fill("Co trzeba poprawić", "Podajcie, kto zadba o ławki.")
    staff.press("Pokaż, co się stanie").reads("Jedna rzecz do poprawy")
    staff.fill("Do kiedy", f"{clock.today() + timedelta(days=20)}T20:00")
    staff.press("Pokaż, co się stanie").reads("Da się to zrobić dla 2 z 2")
    staff.press("Zwróć do poprawy (2)").reads("Zrobione: 2 z 2")
    staff.receives("prosimy o poprawki")
