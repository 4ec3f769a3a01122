"""The committee votes with one member outside, decides, and each of them signs the minutes on a phone."""

from __future__ import annotations

import pytest

CALL = "/panel/grants/calls/inicjatywy-lokalne-5/"
ROOM = {"Stanisław Cisowski": "chair", "Żaneta Miłek": "assessor15", "Janusz Kalicki": "assessor14"}


def named(staff):
    """Staff name a deputy and a member; another test looks at this page."""
    for account, role in {
        "assessor15": "zastępczyni lub zastępca w komisji",
        "assessor14": "członkini lub członek komisji",
    }.items():
        staff.open(f"{CALL}committee/").fill("E-mail konta", f"{account}@demo.tandem.example")
        staff.choose("Jako", role).press("Powołaj")


def votes(chair, *, in_favour, abstained=0):
    for name, number in {"for": in_favour, "against": 0, "abstained": abstained}.items():
        chair.page.locator(f"[name=votes_{name}]").fill(str(number))
    return chair.press("Zanotuj głosy")


def confirms(member):
    return member.follow("Potwierdź protokół").press("Potwierdź protokół")


@pytest.mark.parametrize("width", ["desk"], indirect=True)
def test_the_committee_votes_decides_and_each_member_signs(invite):
    staff, chair = invite("staff"), invite("chair")
    with staff.hurry():
        named(staff)
    with chair.hurry():
        chair.open(f"{CALL}meetings/").follow("Posiedzenie komisji")
        chair.follow("Otwórz posiedzenie").press("Otwórz posiedzenie")
        for person in ROOM:
            with chair.page.expect_navigation():
                chair.page.locator("li", has_text=person).get_by_role("button").click()
    meeting = chair.page.url

    # One of them is tied to the first applicant, leaves, and does not vote on it.
    chair.press("Otwórz ten punkt").page.get_by_text("Wychodzi jeszcze ktoś").click()
    chair.page.locator("#recuse-person").select_option(label="Janusz Kalicki")
    chair.fill("Co łączy tę osobę z wnioskodawcą", "sąsiad z klatki").press("Zapisz wyjście")
    chair.reads("Janusz Kalicki wychodzi na czas tego punktu: sąsiad z klatki")
    votes(chair, in_favour=3).reads("mogą głosować 2 osoby")
    votes(chair, in_favour=2).reads("2 : 0 : 0")

    # The rest is carried in one act; then the chair decides, and nobody is told.
    chair.press("Głosujcie nad resztą naraz").reads("Reszta listy jednym głosowaniem")
    votes(chair, in_favour=2, abstained=1).reads("Komisja przyjęła każdy wynik")
    chair.follow("Przejdź do rozstrzygnięcia").press("Rozstrzygnij:").reads(
        "nie zna jeszcze wyniku"
    )
    with chair.hurry():
        chair.open(meeting).follow("Zamknij posiedzenie").press("Zamknij posiedzenie")

    # The minutes go out; everybody who was there confirms them, the last one closes them.
    chair.follow("Przeczytaj protokół").reads("sąsiad z klatki")
    chair.follow("Wyślij do podpisu").press("Wyślij do podpisu")
    minutes = chair.page.url
    confirms(chair).reads("jeszcze nie")
    for account in ("assessor15", "assessor14"):
        member = invite(account, at_width=360)
        with member.hurry():
            member.open(minutes)
        confirms(member)
    member.reads("Podpisany przez wszystkie osoby, które były na posiedzeniu")
