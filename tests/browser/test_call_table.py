"""Staff find applications in a table and on a board, and see what one act would do to several."""

from __future__ import annotations

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
