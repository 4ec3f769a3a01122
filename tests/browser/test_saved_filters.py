"""A list is narrowed, the filter kept under a name, used again from a chip, shared with the team and deleted."""

from __future__ import annotations

LIST = "/panel/grants/applications/"
NAME = "Duże kwoty u nas"
TEAM = "Zespół programu Międzysektorowa współpraca czyli wspólnota samorządowa w innym wymiarze"


def test_a_filter_is_kept_shared_and_deleted(invite):
    staff = invite("staff").open(f"{LIST}?least=9000").follow("Zapisz ten filtr")
    staff.press("Zapisz filtr").reads("Nadaj filtrowi nazwę.")
    staff.fill("Nazwa", NAME).choose("Kto z niego korzysta", TEAM)
    staff.press("Zapisz filtr").reads("jest zapisany")
    found = staff.page.locator("tbody tr").count()

    colleague = invite("staff2")
    with colleague.hurry():
        colleague.open(LIST).follow(NAME)
    assert colleague.page.locator("tbody tr").count() == found
    assert colleague.page.locator(".chip[aria-current=true]").inner_text().split() == [
        *NAME.split(),
        "Anna",
        "Wrona",
    ]

    with staff.hurry():
        staff.follow("Zmień nazwę, udostępnij lub usuń")
        staff.press("Usuń ten filtr").reads("usunięty")
        assert NAME not in colleague.open(LIST).text
