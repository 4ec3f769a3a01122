"""Assessors say what they know and score; staff see how far they are, and who is more severe than the others."""

from __future__ import annotations

CALL = "/panel/grants/calls/inicjatywy-lokalne-5/"
OPEN = "/panel/grants/calls/inicjatywy-lokalne-3/"
WORDS = "Potrzeba jest prawdziwa, a plan da się wykonać."


def test_staff_and_chair_see_the_progress_and_the_severity_of_assessors(invite):
    staff = invite("staff").open(CALL).follow("Praca oceniających")
    staff.reads("Monika Topolska").reads("Punkty bez różnic w surowości")

    chair = invite("chair")
    with chair.hurry():
        chair.open(f"{CALL}panel/").reads("Monika Topolska")

    # An assessor learns that the panel is not for them.
    assessor = invite("assessor")
    answer = assessor.page.goto(f"{CALL}panel/")
    assert answer is not None
    assert answer.status == 403


def test_an_assessor_says_which_topics_they_know_and_staff_see_it(invite):
    assessor = invite("assessor").open(OPEN).follow("Tematy, na których się znam")
    topics = assessor.main.get_by_role("checkbox")
    known = topics.first.evaluate("each => each.labels[0].innerText")
    topics.nth(0).check()
    assessor.press("Zapisz tematy").reads("Tandem weźmie te tematy pod uwagę")
    assessor.follow("Tematy, na których się znam").reads("Ostatnia zmiana")
    assert topics.nth(0).is_checked()
    assert not topics.nth(1).is_checked()

    staff = invite("staff").open(f"{OPEN}committee/")
    row = staff.main.locator("#topics ~ ul li", has_text="Monika Topolska")
    assert known in row.inner_text()


def test_an_application_is_scored_without_scripts(invite):
    assessor = invite("assessor", javascript=False).open("/panel/")
    assessor.follow("Złóż deklarację bezstronności")
    assessor.choose("Nic mnie nie łączy z wnioskodawcą")
    assessor.press("Złóż deklarację i otwórz wniosek")
    sheet = assessor.reads("Mapa cichych miejsc").page.url
    points = assessor.main.locator("[name^=points_]")
    words = assessor.main.locator("[name^=comment_]")

    # Half of it today, and points that the criterion does not have.
    points.nth(0).fill("8")
    words.nth(0).fill(WORDS)
    assessor.press("Zapisz i wróć później").reads("Zapisano").open(sheet)
    assert words.nth(0).input_value() == WORDS
    points.nth(1).fill("1000")
    assessor.press("Oddaj ocenę")
    assert points.nth(1).input_value() == "1000"
    assert assessor.main.locator("[data-error-summary]").is_visible()

    # The rest another day.
    for place in range(points.count()):
        points.nth(place).fill("2,5")
        words.nth(place).fill(WORDS)
    assessor.press("Oddaj ocenę").reads("karta jest zamrożona")
