"""A pair at work on a phone: the next meeting is planned, and a meeting is written down without a connection."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localtime
from playwright.sync_api import Error, Route

from workflows import clock

PAIR = "/panel/mentoring/"
SAVED = "**/panel/mentoring/meetings/*/"
# A form whose first try finds no server tries again after ten seconds: waiting less would miss that try.
PATIENCE = 30_000


def written(visitor, words):
    """How many meetings of the pair say these words."""
    visitor.open(PAIR)
    return visitor.page.locator("#meetings .row-link__note", has_text=words).count()


def test_a_pair_plans_its_next_meeting(invite):
    mentee = invite("mentee").open(PAIR).follow("Zaplanuj następne spotkanie")
    starts = localtime(clock.now() + timedelta(days=9))
    mentee.page.locator("[name=starts_at]").fill(starts.strftime("%Y-%m-%dT%H:%M"))
    mentee.fill("Gdzie", "Dom kultury").press("Zaplanuj i wyślij zaproszenie")
    mentee.reads("Dom kultury").receives("Następne spotkanie")


def write(mentee, words, hour):
    """A meeting of yesterday at an hour of its own, filled in and not sent yet."""
    page = mentee.page
    page.locator("[name=held_on]").fill((clock.today() - timedelta(days=1)).isoformat())
    page.locator("[name=begins]").fill(f"{hour:02}:00")
    mentee.fill("Co zrobiliście", words)


def test_a_meeting_written_without_a_connection_goes_out_once(invite):
    words = "Zapisane w autobusie bez zasięgu."
    mentee = invite("mentee").open(PAIR).follow("Zapisz spotkanie")
    write(mentee, words, 6)
    mentee.page.context.set_offline(True)
    mentee.page.get_by_role("button", name="Zapisz spotkanie").click()
    mentee.page.get_by_text("Nie ma teraz połączenia").wait_for()

    # The page is lost, the words are not.
    with pytest.raises(Error):
        mentee.page.reload()
    mentee.page.context.set_offline(False)
    mentee.open(PAIR).reads("czeka w tej przeglądarce")
    mentee.page.get_by_role("link", name="Wyślij je teraz").click()
    mentee.page.wait_for_url(SAVED, timeout=PATIENCE)
    mentee.look().reads(words)

    assert written(mentee, words) == 1
    assert "czeka w tej przeglądarce" not in mentee.text
    mentee.follow("Zapisz spotkanie")
    assert mentee.page.locator("[name=done]").input_value() == ""


def test_an_open_form_sends_itself_when_the_connection_is_back(invite):
    words = "Zapisane w piwnicy."
    mentee = invite("mentee").open(PAIR).follow("Zapisz spotkanie")
    write(mentee, words, 8)
    mentee.page.context.set_offline(True)
    mentee.page.get_by_role("button", name="Zapisz spotkanie").click()
    mentee.page.get_by_text("Nie ma teraz połączenia").wait_for()

    mentee.page.context.set_offline(False)
    mentee.page.wait_for_url(SAVED, timeout=PATIENCE)

    assert written(mentee, words) == 1


@pytest.mark.parametrize("width", [360])
def test_a_meeting_whose_answer_was_lost_is_not_written_twice(invite):
    words = "Serwer dostał, telefon nie wie."
    mentee = invite("mentee").open(PAIR).follow("Zapisz spotkanie")
    form = mentee.page.url

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.fallback()

    mentee.page.route(form, lose_the_answer)
    write(mentee, words, 20)
    # The question whether the server is there may be broken off as well when the page moves on.
    with mentee.page.expect_event("requestfailed", lambda request: request.method == "POST"):
        mentee.page.get_by_role("button", name="Zapisz spotkanie").click()
    mentee.page.unroute(form)
    mentee.page.goto(form)
    mentee.page.wait_for_url(SAVED, timeout=PATIENCE)

    assert written(mentee, words) == 1


@pytest.mark.parametrize("width", [360])
def test_reading_an_earlier_meeting_does_not_throw_away_a_begun_one(invite):
    mentee = invite("mentee").open(PAIR).follow("Zapisz spotkanie")
    mentee.fill("Co zrobiliście", "Dopiero zaczynam pisać.").open(PAIR)
    with mentee.hurry():
        mentee._go(mentee.page.locator("#meetings .row-link__title").first)
        mentee.open(PAIR).follow("Zapisz spotkanie")

    assert mentee.page.locator("[name=done]").input_value() == "Dopiero zaczynam pisać."


def test_a_mentee_asks_in_confidence_for_another_mentor_and_the_mentor_sees_nothing(invite):
    words = "Nasze godziny się rozjechały."
    mentee = invite("mentee2").open(PAIR).follow("Poproś w zaufaniu")
    mentee.press("Wyślij do koordynacji").reads("Napisz jednym zdaniem").fill("Co skłania", words)
    mentee.press("Wyślij do koordynacji").reads(words)
    asked = mentee.page.url
    mentee.receives("Mamy Twoją prośbę", to="mentee2")

    # Neither the pair's page, nor what waits, nor the address itself tells the mentor.
    mentor = invite("mentor").open(PAIR).follow("Igor Dereń")
    pair = mentor.page.url
    for page in (pair, "/panel/", PAIR):
        mentor.open(page)
        assert words not in mentor.text
        assert "poufn" not in mentor.text.lower()
    answer = mentor.page.goto(asked)
    assert answer is not None
    assert answer.status == 404

    # A coordinator talks with both, and the pair stays together.
    staff = invite("staff").receives("Poufna prośba").open(asked).reads(words)
    for said in ("Rozmowa z osobą, która prosi", "Rozmowa z obojgiem", "Para zostaje razem"):
        staff.follow(said).fill("Twoje słowa", "Umówiliście nowe godziny.").press(said)
    mentee.receives("Pracujecie dalej razem").open(asked).reads("para zostaje")
    assert "poufn" not in mentor.open(pair).text.lower()
