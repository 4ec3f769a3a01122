"""The pulse after a meeting: one tap, read by coordinators alone, a plain signal when it was hard."""

import pytest
from django.urls import reverse

from mentoring.actions import say_pulse
from mentoring.models import Pulse
from people.actions.privacy import erase_person
from tests.factories.activities import make_staff
from tests.factories.mentoring import make_session, mentee_of, mentor_of
from tests.factories.people import make_admin, make_user
from workflows.errors import GuardsFailed, NotYours
from workflows.roles import give_role

pytestmark = pytest.mark.django_db

SECRET = "Boję się powiedzieć, że nie rozumiem."


@pytest.fixture
def log():
    return make_session("confirmed")


def tap(browser, log, **changes):
    return browser.post(
        reverse("mentoring:log-pulse", args=[log.pk]), {"mood": "1", "comment": SECRET, **changes}
    )


def page_of(browser, url):
    return browser.get(url).content.decode()


def test_one_tap_is_enough_and_a_second_one_replaces_it(client_of, log):
    browser = client_of(mentee_of(log))

    answer = tap(browser, log, mood="3", comment="")
    tap(browser, log)

    assert answer.url == log.get_absolute_url()
    assert (Pulse.objects.get().mood, Pulse.objects.get().comment) == (1, SECRET)


def test_the_field_says_who_reads_it(client_of, log):
    page = page_of(client_of(mentee_of(log)), log.get_absolute_url())

    assert "Czyta to tylko koordynacja programu" in page


def test_the_other_side_reads_it_nowhere(client_of, log):
    tap(client_of(mentee_of(log)), log)
    browser = client_of(mentor_of(log))

    for url in (
        log.get_absolute_url(),
        log.pairing.get_absolute_url(),
        reverse("mentoring:mentees"),
        reverse("mentoring:logs"),
    ):
        page = page_of(browser, url)
        assert SECRET not in page
        assert "Trudne spotkanie" not in page


def test_coordinators_read_it_and_the_list_of_pairs_says_why_to_look(client_of, log):
    tap(client_of(mentee_of(log)), log)
    browser = client_of(make_staff(log.pairing.programme))

    assert SECRET in page_of(browser, log.pairing.get_absolute_url())
    assert "Trudne spotkanie" in page_of(browser, reverse("mentoring:pairs"))


def test_staff_who_are_the_mentor_do_not_read_their_mentees_pulse(client_of, log):
    tap(client_of(mentee_of(log)), log)
    give_role(mentor_of(log), "staff", log.pairing.programme, by=None)
    browser = client_of(mentor_of(log))

    assert SECRET not in page_of(browser, log.pairing.get_absolute_url())
    assert "Trudne spotkanie" not in page_of(browser, reverse("mentoring:pairs"))


def test_a_better_meeting_afterwards_ends_the_signal(log):
    say_pulse(log=log, by=mentee_of(log), mood=1)
    later = make_session("confirmed", pair=log.pairing, done="Następne spotkanie.")
    say_pulse(log=later, by=mentor_of(log), mood=3)
    assert len(log.pairing.low_pulses()) == 1

    say_pulse(log=later, by=mentee_of(log), mood=2)

    assert log.pairing.low_pulses() == []


@pytest.mark.parametrize(
    "changes", [{"mood": ""}, {"mood": "9"}, {"mood": "zła"}, {"comment": "x" * 1001}]
)
def test_what_cannot_be_is_said_and_kept(client_of, log, changes):
    answer = tap(client_of(mentee_of(log)), log, **changes)

    assert answer.status_code == 422
    assert "comment" in changes or SECRET in answer.content.decode()
    assert not Pulse.objects.exists()


def test_only_the_pair_says_how_it_was(client_of, log):
    assert tap(client_of(make_staff(log.pairing.programme)), log).status_code == 404
    assert tap(client_of(make_user()), log).status_code == 404
    with pytest.raises(NotYours):
        say_pulse(log=log, by=make_admin(), mood=3)


def test_a_withdrawn_meeting_is_asked_about_no_more(client_of):
    log = make_session()
    log.withdraw(by=mentee_of(log))

    answer = tap(client_of(mentee_of(log)), log)

    assert answer.status_code == 422
    assert "To spotkanie jest wycofane" in answer.content.decode()
    with pytest.raises(GuardsFailed):
        say_pulse(log=log, by=mentee_of(log), mood=3)


def test_it_goes_when_its_author_is_erased(log):
    say_pulse(log=log, by=mentee_of(log), mood=1, comment=SECRET)

    erase_person(person=mentee_of(log).person, by=make_admin(), note="Prośba.")

    assert not Pulse.objects.exists()


def test_writing_to_a_pair_is_one_click_from_the_list(client_of, log):
    browser = client_of(make_staff(log.pairing.programme))

    page = page_of(browser, reverse("mentoring:pairs"))

    write = reverse("mentoring:pair-write", args=[log.pairing_id])
    assert f'href="{write}"' in page
    assert 'id="id_text"' in page_of(browser, write)


def test_on_the_page_the_tap_comes_first_and_what_was_said_is_marked(client_of, log):
    browser = client_of(mentee_of(log))
    before = page_of(browser, log.get_absolute_url())
    assert before.index('name="mood"') < before.index('name="comment"')
    assert "aria-pressed" not in before[before.index('id="pulse"') :]

    tap(browser, log, mood="2", comment="")

    after = page_of(browser, log.get_absolute_url())
    assert after.count('name="mood" value="2" aria-pressed="true"') == 1
    assert "Zapisz słowo" in after
