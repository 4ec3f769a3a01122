"""After an event: the letter with what stays, the certificate with the hours."""

import io
from datetime import time, timedelta

import pytest
from pypdf import PdfReader

from activities.actions import apply_for_place
from activities.actions.presence import Tick, check_in
from activities.documents.certificate import hours_there, written_hours
from activities.models import Registration, Stop
from tests.factories.activities import after, make_event, make_registration, make_staff
from tests.factories.people import make_admin, make_user
from workflows import clock
from workflows.models import Message

pytestmark = pytest.mark.django_db


def close(event, *present, days=None):
    """The event takes place with those present on each of `days`, and is closed."""
    staff = make_staff(event.programme)
    with clock.at(after(event)):
        ticks = [
            Tick(place.pk, day, clock.now(), is_there=True)
            for place in present
            for day in (days or event.days)
        ]
        check_in(event=event, ticks=ticks, by=staff)
        event.refresh_from_db()
        event.hold(by=make_admin())
        event.close(by=make_admin())


def fresh(place):
    return Registration.objects.with_subjects().get(pk=place.pk)


def words_of(answer):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


def point(event, starts, ends, *, day=0, capacity=None):
    return Stop.objects.create(
        event=event,
        day=event.days[day],
        starts=starts,
        ends=ends,
        title_pl="Warsztat",
        capacity=capacity,
    )


class TestTheLetter:
    def test_who_was_there_gets_what_stays_and_the_way_to_the_certificate(self):
        event = make_event(materials="Slajdy: https://example.org/slajdy")
        came, stayed = make_registration(event), make_registration(event)
        close(event, came)

        letter = Message.objects.get(template="activities/event_thanks")

        assert letter.recipient == came.person.user
        assert "https://example.org/slajdy" in letter.body
        assert fresh(stayed).state == "absent"

    def test_the_page_of_the_place_shows_what_stays_to_those_who_were_there(self, client):
        event = make_event(materials="Slajdy: https://example.org/slajdy")
        came, stayed = make_registration(event), make_registration(event)
        close(event, came)

        assert "example.org/slajdy" in client.get(came.get_place_url()).content.decode()
        assert "example.org/slajdy" not in client.get(stayed.get_place_url()).content.decode()


class TestThePageOfTheTeam:
    def test_it_shows_the_link_who_may_come_and_what_stays(self, client_of):
        event = make_event(link="https://wideo.example.org/sala", for_minors=True)
        staff = client_of(make_staff(event.programme))

        page = staff.get(event.get_absolute_url()).content.decode()
        assert "https://wideo.example.org/sala" in page
        assert "Osoby niepełnoletnie" in page
        assert "Co zostaje" not in page

        with clock.at(after(event)):
            event.hold(by=make_admin())
            page = staff.get(event.get_absolute_url()).content.decode()
        assert "dostaną osoby, które na nim były" in page


class TestTheCertificate:
    def test_it_names_the_person_the_days_and_the_hours(self, client):
        event = make_event()
        place = make_registration(event, user=make_user("Żaneta Źrebię"))
        close(event, place)

        answer = client.get(f"{place.get_place_url()}certificate/")

        assert answer["Content-Type"] == "application/pdf"
        for word in ("Żaneta Źrebię", "Spotkanie praktyków", "6 h", "Płock", "Wystawiono"):
            assert word in words_of(answer)

    def test_there_is_none_before_the_list_is_final_and_none_for_who_stayed_away(self, client):
        event = make_event()
        came, stayed = make_registration(event), make_registration(event)
        url = f"{came.get_place_url()}certificate/"
        assert client.get(url).status_code == 404
        close(event, came)
        assert client.get(url).status_code == 200
        assert client.get(f"{stayed.get_place_url()}certificate/").status_code == 404
        assert client.get("/places/1.zmyslony/certificate/").status_code == 404

    def test_it_stands_on_ones_own_page(self, client_of):
        event = make_event()
        place = make_registration(event)
        close(event, place)
        page = client_of(place.person.user).get(place.get_absolute_url()).content.decode()
        assert f"{place.get_place_url()}certificate/" in page


class TestTheHours:
    def test_points_at_once_count_once_and_breaks_do_not(self):
        event = make_event()
        point(event, time(9), time(11))
        point(event, time(10), time(12))
        point(event, time(13), time(13, 30))
        place = make_registration(event)
        close(event, place)

        assert written_hours(hours_there(fresh(place))) == "3 h 30 min"

    def test_of_sessions_only_those_one_chose(self):
        event = make_event()
        point(event, time(9), time(10))
        mine = point(event, time(10), time(12), capacity=5)
        point(event, time(12), time(15), capacity=5)
        user = make_user()
        place = apply_for_place(
            subject=event, person=user.person, by=user, at=clock.now(), answers={}, sessions=[mine]
        )
        close(event, place)

        assert written_hours(hours_there(fresh(place))) == "3 h"

    def test_of_two_days_only_the_one_on_the_list(self):
        starts = clock.now() + timedelta(days=21)
        event = make_event(
            starts_at=starts, ends_at=starts.replace(hour=14, minute=0) + timedelta(days=1)
        )
        point(event, time(9), time(11))
        point(event, time(9), time(16), day=1)
        place = make_registration(event)
        other = make_registration(event)
        close(event, other)
        check = fresh(place)
        assert hours_there(check) == timedelta()

        assert written_hours(hours_there(fresh(other))) == "9 h"
