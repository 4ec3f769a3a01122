"""Before a meeting staff read the letters; the committee comes together on one screen, as others see it too."""

from __future__ import annotations

CALL = "/panel/grants/calls/inicjatywy-lokalne-5/"


def comes(chair, name):
    with chair.page.expect_navigation():
        chair.page.locator("li", has_text=name).get_by_role("button").click()
    return chair.look()


def test_the_letters_are_read_and_the_committee_comes_together(invite):
    # Staff read the letters before the decision and name a deputy.
    staff = invite("staff").open(f"{CALL}ranking/").follow("Listy o wyniku")
    staff.reads("poprawione przez zespół")
    staff.page.locator(".rows .row-link__title").first.click()
    staff.look().reads("Tak przeczyta to wnioskodawca")
    staff.open(f"{CALL}committee/").fill("E-mail konta", "assessor15@demo.tandem.example")
    staff.choose("Jako", "zastępczyni lub zastępca w komisji").press("Powołaj")

    # The chair opens the meeting; both are there, and the deputy sees the same.
    chair = invite("chair").open(f"{CALL}meetings/").follow("Posiedzenie komisji")
    chair.follow("Otwórz posiedzenie").press("Otwórz posiedzenie").reads("Nie ma kworum")
    comes(chair, "Stanisław Cisowski")
    comes(chair, "Żaneta Miłek")
    invite("assessor15").open(chair.page.url).reads("Jest kworum: głosować może 2")
