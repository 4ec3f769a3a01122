"""The list at the door: taps that come late, twice or in the wrong order lose nobody and double nobody."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from activities.actions.presence import mark_present
from activities.models import Attendance, Registration
from tests.factories.activities import after, make_event, make_registration, make_staff, tick
from tests.factories.people import make_admin, make_user
from workflows import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """An event in its first hour."""
    event = make_event()
    with clock.at(event.starts_at + timedelta(hours=1)):
        yield event


@pytest.fixture
def door(client_of, event):
    """The team's phone at the door."""
    return client_of(make_staff(event.programme))


def tap(place, minutes=0, *, there=True, day=None):
    return {
        "key": place.pk,
        "day": (day or place.subject.days[0]).isoformat(),
        "at": (clock.now() + timedelta(minutes=minutes)).isoformat(),
        "there": there,
    }


def send(door, event, *taps):
    url = reverse("activities:event-checkin", args=[event.code])
    return door.post(url, json.dumps({"ticks": taps}), content_type="application/json")


def present(event):
    return Attendance.objects.filter(registration__event=event, present=True).count()


def test_one_tap_and_the_person_is_on_the_list_of_today(door, event):
    place = make_registration(event)

    answer = send(door, event, tap(place, -3))

    place.refresh_from_db()
    assert place.state == "attended"
    since = localtime(clock.now() - timedelta(minutes=3))
    assert answer.json()["marks"] == {str(place.pk): f"{since:%H:%M}"}


def test_the_list_of_the_day_says_how_many_were_ticked_at_the_door(door, event):
    url = reverse("activities:event-attendance", args=[event.code])
    place = make_registration(event)
    make_registration(event)
    assert "Tego dnia jeszcze nie sprawdzono obecności." in door.get(url).content.decode()

    send(door, event, tap(place))

    assert "Na razie odhaczona jest 1 osoba z 2." in door.get(url).content.decode()


def test_on_the_day_the_door_is_the_one_first_thing_to_do(door, event):
    page = door.get(event.get_absolute_url()).content.decode()
    assert page.count("button--primary") == 1
    assert "Przy wejściu: odhaczaj, kto przyszedł" in page
    assert "Wydarzenie się odbyło" in page


def test_codes_are_read_on_the_day_alone(door, event):
    make_registration(event)
    url = reverse("activities:event-attendance", args=[event.code])
    with clock.at(event.ends_at + timedelta(days=2)):
        assert "kod QR" not in door.get(url).content.decode()
    with clock.at(event.ends_at + timedelta(minutes=5)):
        assert "kod QR" in door.get(url).content.decode()


def test_the_same_taps_sent_again_change_nothing(door, event):
    places = [make_registration(event) for _ in range(3)]
    taps = [tap(each) for each in places]
    send(door, event, *taps)
    versions = list(Registration.objects.values_list("version", flat=True))

    answer = send(door, event, *taps)

    assert answer.json()["refused"] == {}
    assert present(event) == 3
    assert list(Registration.objects.values_list("version", flat=True)) == versions


def test_a_tap_by_mistake_is_taken_back(door, event):
    place = make_registration(event)
    send(door, event, tap(place, -3))

    send(door, event, tap(place, -2, there=False))

    place.refresh_from_db()
    assert (present(event), place.state) == (0, "absent")


def test_an_old_tap_that_arrives_late_does_not_undo_a_newer_one(door, event):
    place = make_registration(event)
    send(door, event, tap(place, -5), tap(place, -4, there=False), tap(place, -3))

    send(door, event, tap(place, -4, there=False))

    assert present(event) == 1


def test_what_was_tapped_yesterday_without_a_connection_is_taken_over_today(client_of):
    event = make_event(ends_at=clock.now() + timedelta(days=30))
    place = make_registration(event)
    with clock.at(event.starts_at + timedelta(days=1)):
        send(client_of(make_staff(event.programme)), event, tap(place, -20 * 60))

    assert place.attendances.get().day == event.days[0]


def test_a_phone_whose_clock_is_fast_locks_nobody_out(door, event):
    place = make_registration(event)
    send(door, event, tap(place, 600))

    with clock.at(clock.now() + timedelta(minutes=1)):
        send(door, event, tap(place, there=False))

    assert present(event) == 0


def test_who_can_not_be_ticked_is_named_with_the_reason_and_the_others_are_taken(door, event):
    gone, there, elsewhere = make_registration(event), make_registration(event), make_registration()
    with clock.at(event.starts_at - timedelta(days=1)):
        gone.cancel(by=gone.person.user)
    tomorrow = event.days[-1] + timedelta(days=1)

    answer = send(door, event, tap(gone), tap(elsewhere), tap(there)).json()
    later = send(door, event, tap(there, day=tomorrow)).json()

    assert "nie ma tej osoby na liście jadących" in answer["refused"][str(gone.pk)]
    assert str(elsewhere.pk) in answer["refused"]
    assert "Obecność" in later["refused"][str(there.pk)]
    assert present(event) == 1


def test_nobody_ticks_themselves_at_the_door(door, event):
    place = make_registration(event)
    helper = make_staff(event.programme)
    Registration.objects.filter(pk=place.pk).update(person=helper.person)
    door.force_login(helper)

    answer = send(door, event, tap(place)).json()

    assert "pokaż go organizatorom" in answer["refused"][str(place.pk)]


def test_a_closed_event_takes_no_tap(client_of, event):
    place = make_registration(event)
    tick(event, event.days[0], place)
    with clock.at(after(event)):
        event.refresh_from_db()
        event.hold(by=make_admin())
        event.close(by=make_admin())
        answer = send(client_of(make_staff(event.programme)), event, tap(place, there=False))

    assert "jest zamknięta" in answer.json()["refused"][str(place.pk)]
    assert present(event) == 1


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"ticks": 1}',
        '{"ticks": [1]}',
        '{"ticks": [{"key": "x", "day": "2030-01-01", "at": "2030-01-01T10:00:00Z", "there": true}]}',
        '{"ticks": [{"key": 1, "day": "2030-13-01", "at": "2030-01-01T10:00:00Z", "there": true}]}',
        '{"ticks": [{"key": 1, "day": "2030-01-01", "at": "2030-01-01T10:00:00", "there": true}]}',
        '{"ticks": [{"key": 1, "day": "2030-01-01", "at": "2030-01-01T10:00:00Z", "there": 1}]}',
        '{"ticks": [{"key": 1, "day": "2030-01-01", "at": "0001-01-01T00:00:00+14:00", "there": true}]}',
        '{"ticks": [{"key": 1, "day": "2030-01-01", "at": "9999-12-31T23:59:00-14:00", "there": true}]}',
        "[" * 100_000,
        "\x00\xff",
    ],
)
def test_what_is_no_list_of_taps_is_refused_in_words(door, event, body):
    url = reverse("activities:event-checkin", args=[event.code])
    answer = door.post(url, body.encode("latin-1"), content_type="application/json")

    assert answer.status_code == 422
    assert answer.json()["sentences"]


def test_a_form_in_its_place_is_refused_in_words(door, event):
    url = reverse("activities:event-checkin", args=[event.code])
    assert door.post(url, {"ticks": "1"}).status_code == 422


def test_a_stranger_learns_nothing_of_the_list(client_of, event):
    url = reverse("activities:event-checkin", args=[event.code])
    for user in (make_user(), make_staff(make_event().programme)):
        assert client_of(user).get(url).status_code == 404
        assert send(client_of(user), event).status_code == 404


def test_the_page_holds_everybody_with_their_code_and_costs_the_same_for_three_as_for_one(
    door, event, django_assert_max_num_queries
):
    url = reverse("activities:event-checkin", args=[event.code])
    first = make_registration(event)
    with django_assert_max_num_queries(40) as one:
        page = door.get(url).content.decode()
    assert first.presence_token in page
    make_registration(event)
    make_registration(event)

    with django_assert_max_num_queries(len(one)):
        page = door.get(url).content.decode()

    assert page.count("data-token=") == 3


def test_on_another_day_the_page_says_when_it_is(client_of):
    event = make_event()
    page = client_of(make_staff(event.programme)).get(
        reverse("activities:event-checkin", args=[event.code])
    )
    assert "data-checkin" not in page.content.decode()
    assert "Dziś jest" in page.content.decode()
    assert "a spotkanie jest" in page.content.decode()  # one day is no time from and to


def test_the_event_closes_once_each_day_was_checked_and_who_never_came_is_absent():
    event = make_event()
    came, stayed = make_registration(event), make_registration(event)
    staff = make_staff(event.programme)
    with clock.at(event.starts_at + timedelta(hours=1)):
        mark_present(registration=came, by=staff)
    with clock.at(after(event)):
        event.refresh_from_db()
        event.hold(by=staff)
        event.close(by=staff)

    came.refresh_from_db()
    stayed.refresh_from_db()
    assert (came.state, stayed.state) == ("attended", "absent")
    assert not stayed.attendances.get().present
