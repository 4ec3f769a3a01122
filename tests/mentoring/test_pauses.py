"""A pause stops the clock of a pair: days move, meetings are called off, silence is counted anew."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mentoring.models import Milestone, Pairing
from tests.factories.activities import make_staff
from tests.factories.mentoring import (
    make_meeting,
    make_milestone,
    make_pair,
    mentee_of,
    mentor_of,
)
from workflows import clock
from workflows.models import Message, Turn

pytestmark = pytest.mark.django_db


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def pause(pair, days=0):
    """The mentor pauses in so many days."""
    with clock.at(clock.now() + timedelta(days=days)):
        fresh(pair).pause(by=mentor_of(pair), note="Operacja.")


def resume(pair, days, note=""):
    with clock.at(clock.now() + timedelta(days=days)):
        fresh(pair).resume(by=mentee_of(pair), note=note)


def letters(template):
    return Message.objects.filter(template=f"mentoring/{template}")


@pytest.mark.parametrize("state", ["planned", "in_progress", "returned", "submitted"])
def test_what_is_open_is_due_as_many_days_later_as_the_pause_lasted(state):
    pair = make_pair()
    milestone = make_milestone(state, pair=pair)
    due_on = milestone.due_on

    pause(pair)
    resume(pair, 17)

    assert fresh(milestone).due_on == due_on + timedelta(days=17)


@pytest.mark.parametrize("state", ["approved", "dropped"])
def test_what_is_behind_keeps_its_day(state):
    pair = make_pair()
    milestone = make_milestone("approved" if state == "approved" else "planned", pair=pair)
    if state == "dropped":
        milestone.drop(by=mentor_of(pair), note="Inna droga.")
    due_on = milestone.due_on

    pause(pair)
    resume(pair, 17)

    assert fresh(milestone).due_on == due_on


def test_the_mentees_turn_has_the_new_day():
    pair = make_pair()
    milestone = make_milestone("in_progress", pair=pair)

    pause(pair)
    assert not Turn.objects.of(milestone).exists()
    resume(pair, 10)

    assert Turn.objects.of(milestone).get().due_at == fresh(milestone).due_at


def test_a_second_pause_moves_the_days_by_its_own_length_alone():
    pair = make_pair()
    milestone = make_milestone(pair=pair)
    due_on = milestone.due_on
    pause(pair)
    resume(pair, 10)
    pause(pair, 20)
    resume(pair, 25)

    assert fresh(milestone).due_on == due_on + timedelta(days=15)


def test_a_pause_that_ends_on_its_day_moves_nothing():
    pair = make_pair()
    milestone = make_milestone(pair=pair)
    pause(pair)
    resume(pair, 0)

    assert fresh(milestone).due_on == milestone.due_on


@pytest.mark.parametrize(("after", "silent"), [(20, False), (31, True)])
def test_silence_is_counted_from_the_end_of_the_pause(after, silent):
    pair = make_pair()
    pause(pair, 1)
    resume(pair, 90)

    with clock.at(clock.now() + timedelta(days=90 + after)):
        now = Pairing.objects.with_people().with_work().get(pk=pair.pk)
        assert bool([one for one in now.signals() if one.kind == "silence"]) is silent
        assert Pairing.objects.silent_since(30).filter(pk=pair.pk).exists() is silent


def test_a_pause_calls_planned_meetings_off_in_both_calendars():
    pair = make_pair()
    meeting = make_meeting(pair=pair)

    pause(pair)

    assert fresh(meeting).state == "called_off"
    letter = letters("meeting_called_off").first()
    assert "STATUS:CANCELLED" in bytes(letter.attachment_bytes or b"").decode() + (
        letter.attachment or ""
    )
    assert {each.address for each in letters("meeting_called_off")} == {
        mentor_of(pair).email,
        mentee_of(pair).email,
    }
    assert "przerwę" in letter.body


@pytest.mark.parametrize("move", ["terminate"])
def test_a_pair_that_ends_calls_its_meetings_off(move):
    pair = make_pair()
    meeting = make_meeting(pair=pair)
    getattr(pair, move)(by=make_staff(pair.programme), note="Koniec.")

    assert fresh(meeting).state == "called_off"


def test_both_hear_that_the_pair_works_again_with_the_words_and_the_days():
    pair = make_pair()
    pause(pair)
    resume(pair, 12, note="Wracamy!")

    sent = letters("pairing_resumed")
    assert {each.address for each in sent} == {mentor_of(pair).email, mentee_of(pair).email}
    assert "Wracamy!" in sent[0].body
    assert "12" in sent[0].body


def test_the_page_says_before_what_taking_up_the_work_does(client_of):
    pair = make_pair()
    pause(pair)
    browser = client_of(mentee_of(pair))

    with clock.at(clock.now() + timedelta(days=3)):
        for url in (
            pair.get_absolute_url(),
            reverse("mentoring:pairing-move", args=[pair.pk, "resume"]),
        ):
            page = browser.get(url).text
            assert "od 3 dni" in page
            assert "o tyle samo dni później" in page


def test_the_page_says_before_what_a_pause_does(client_of):
    pair = make_pair()
    page = client_of(mentor_of(pair)).get(
        reverse("mentoring:pairing-move", args=[pair.pk, "pause"])
    )

    assert "odwołamy w obu kalendarzach" in page.text


def test_days_move_once_however_often_the_button_is_pressed(client_of):
    pair = make_pair()
    milestone = make_milestone(pair=pair)
    pause(pair)
    version = fresh(pair).version
    with clock.at(clock.now() + timedelta(days=5)):
        browser = client_of(mentee_of(pair))
        url = reverse("mentoring:pairing-move", args=[pair.pk, "resume"])
        for _press in range(2):
            browser.post(url, {"version": version, "note": ""})

    assert Milestone.objects.get(pk=milestone.pk).due_on == milestone.due_on + timedelta(days=5)


def test_an_approved_plan_is_still_approved_when_its_days_moved():
    pair = make_pair()
    milestone = make_milestone(pair=pair)
    Pairing.objects.filter(pk=pair.pk).update(goal="Sąsiedzi decydują o placu.")
    fresh(pair).approve_plan(by=mentor_of(pair))
    pause(pair)
    resume(pair, 9)

    now = Pairing.objects.with_work().get(pk=pair.pk)
    assert fresh(milestone).due_on == milestone.due_on + timedelta(days=9)
    assert now.has_approved_plan
    fresh(milestone).drop(by=mentor_of(pair), note="Inna droga.")
    assert not Pairing.objects.with_work().get(pk=pair.pk).has_approved_plan


def test_nothing_is_late_in_a_pause_nor_in_a_pair_that_is_over(client_of):
    pair = make_pair()
    milestone = make_milestone("in_progress", pair=pair)
    browser = client_of(mentee_of(pair))
    address = pair.get_absolute_url()

    with clock.at(clock.now() + timedelta(days=200)):
        assert "po terminie" in browser.get(address).content.decode()

        fresh(pair).pause(by=mentor_of(pair), note="Operacja.")
        assert not fresh(milestone).is_late
        assert "po terminie" not in browser.get(address).content.decode()

        fresh(pair).terminate(by=make_staff(pair.programme), note="Koniec.")
        assert not fresh(milestone).is_late
        assert "po terminie" not in browser.get(address).content.decode()
