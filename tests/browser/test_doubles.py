"""Records that may be of one person: compared, merged, taken apart again; and two people who only look alike."""

from __future__ import annotations

import re

TWICE = "/panel/people/twice/"


def test_two_records_are_compared_merged_and_made_two_again(invite):
    staff = invite("staff").open(TWICE)
    staff.reads("ten sam e-mail").follow("Porównaj Elżbieta Ćwikła")
    staff.reads("Miasto Gdańsk").reads("Stowarzyszenie Kaszubska Izba Pomysłów")
    staff.fill("Skąd wiadomo", "Ten sam adres.").press("Połącz oba wpisy").reads("Połączono.")
    merge = staff.page.url
    with staff.hurry():
        assert "Elżbieta Ćwikła" not in staff.open(TWICE).text
        staff.open(merge)

    staff.follow("To dwie osoby: cofnij połączenie").press("Rozdziel na dwa wpisy")
    staff.reads("Napisz, skąd to wiesz").fill("Skąd wiadomo", "To matka i córka.")
    staff.press("Rozdziel na dwa wpisy").reads("To znów dwa wpisy").reads("To matka i córka.")

    staff.open(TWICE).reads("Elżbieta Ćwikła")
    apart = staff.page.get_by_role("button", name=re.compile(r"To dwie osoby\W+Elżbieta Ćwikła"))
    with staff.tab_to(apart.first).page.expect_navigation():
        staff.page.keyboard.press("Enter")
    staff.look().reads("to dwie różne osoby")
    assert staff.page.get_by_role("link", name="Porównaj Elżbieta Ćwikła").count() == 0
