"""A committee meets on one screen, somebody leaves for an item, it decides, and everybody confirms the minutes."""

from __future__ import annotations

CALL = "/panel/grants/calls/inicjatywy-lokalne-5/"


def votes(chair, carried, against=0):
    for name, number in (("for", carried), ("against", against), ("abstained", 0)):
        chair.page.locator(f"[name=votes_{name}]").fill(str(number))
    return chair.press("Zanotuj głosy")


def test_the_committee_meets_decides_and_signs_its_minutes(invite):
    # Staff read the letters before the decision and name a deputy.
    staff = invite("staff").open(f"{CALL}ranking/").follow("Listy o wyniku")
    staff.reads("poprawione przez zespół")
    staff.page.locator(".rows .row-link__title").first.click()
    staff.look().reads("Tak przeczyta to wnioskodawca")
    staff.open(f"{CALL}committee/").fill("E-mail konta", "assessor15@demo.tandem.example")
    staff.choose("Jako", "zastępczyni lub zastępca w komisji").press("Powołaj")

    # The chair opens the meeting; both are there, and a member watches the wall.
    chair = invite("chair").open(f"{CALL}meetings/").follow("Posiedzenie komisji")
    chair.follow("Otwórz posiedzenie").press("Otwórz posiedzenie").reads("Nie ma kworum")
    chair.press("Już jest: Stanisław Cisowski").press("Już jest: Żaneta Miłek")
    wall = invite("assessor15").open(chair.page.url).reads("Kworum: głosować może 2")
    assert not wall.page.get_by_role("button", name="Otwórz ten punkt").count()

    # One leaves for the first item and does not vote; the rest goes in one act.
    chair.press("Otwórz ten punkt")
    chair.page.get_by_text("Wychodzi jeszcze ktoś").click()
    chair.look().choose("Kto", "Żaneta Miłek").fill("Co łączy tę osobę", "Sąsiadka autorki.")
    chair.press("Zapisz wyjście").reads("Sąsiadka autorki.")
    wall.open(chair.page.url).reads("poza salą")
    votes(chair, 2).reads("Głosować może 1")
    votes(chair, 1).press("Głosujcie nad resztą naraz")
    votes(chair, 2).reads("Komisja przyjęła każdy wynik")

    # The decision rests on the meeting; its minutes draw themselves up.
    screen = chair.page.url
    chair.follow("Przejdź do rozstrzygnięcia").press("Rozstrzygnij")
    chair.open(screen).follow("Zamknij posiedzenie").press("Zamknij posiedzenie")
    chair.follow("Przeczytaj protokół").reads("Sąsiadka autorki.")
    chair.follow("Wyślij do podpisu").press("Wyślij do podpisu").reads("Podpisy")

    # Everybody who was there confirms the text.
    chair.follow("Potwierdź protokół").press("Potwierdź protokół").reads("Potwierdzone")
    wall.receives("Protokół do potwierdzenia", to="assessor15")
    wall.open(chair.page.url).follow("Potwierdź protokół").press("Potwierdź protokół")
    wall.reads("Treść już się nie zmieni")
