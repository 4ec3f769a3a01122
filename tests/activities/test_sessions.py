"""The programme of an event: points for all, sessions to choose, badges and lists on paper."""

import io
from datetime import time, timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from activities.actions import apply_for_place, choose_sessions
from activities.models import Registration, Stop
from tests.factories.activities import make_event, make_registration, make_staff
from tests.factories.people import make_organisation, make_person, make_user
from workflows import clock
from workflows.errors import GuardsFailed
from workflows.models import Message

pytestmark = pytest.mark.django_db
ZOFIA = {"given_name": "Zofia", "family_name": "Gęśla-Jaźń", "email": "zofia@example.org"}


@pytest.fixture
def event():
    return make_event()


def make_session(event, title="Warsztat o budżecie", starts=10, ends=12, **fields):
    given = {"capacity": 1, "place": "sala 3", **fields}
    return Stop.objects.create(
        event=event,
        day=event.days[0],
        starts=time(starts),
        ends=time(ends),
        title_pl=title,
        **given,
    )


def make_place(event, *sessions, user=None):
    user = user or make_user()
    return apply_for_place(
        subject=event, person=user.person, by=user, at=clock.now(), answers={}, sessions=sessions
    )


def chosen(place):
    return [choice.stop for choice in place.choices.all()]


class TestChoosing:
    def test_one_chooses_sessions_while_signing_up_and_the_letter_names_them(self, client, event):
        session = make_session(event, link="https://wideo.example.org/sala3")

        client.post(event.get_public_url(), {**ZOFIA, "sessions": [session.pk]})

        assert chosen(Registration.objects.get()) == [session]
        letter = Message.objects.get(template="activities/registration_accepted").body
        assert (
            "– 10:00–12:00, Warsztat o budżecie, sala 3, https://wideo.example.org/sala3" in letter
        )

    def test_a_full_session_is_refused_in_words_and_nothing_typed_is_lost(self, client, event):
        session = make_session(event)
        page = client.get(event.get_public_url()).content.decode()
        assert "zostało 1 miejsce" in page
        make_place(event, session)

        answer = client.post(event.get_public_url(), {**ZOFIA, "sessions": [session.pk]})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "„Warsztat o budżecie” – nie ma już miejsc. Wybierz inny warsztat." in page
        assert 'value="Gęśla-Jaźń"' in page
        assert Registration.objects.count() == 1

    def test_a_full_session_can_not_be_ticked(self, client, event):
        make_place(event, make_session(event))

        page = client.get(event.get_public_url()).content.decode()

        assert "brak miejsc" in page
        assert "disabled" in page[page.index('name="sessions"') :][:200]

    def test_two_at_the_same_time_are_refused(self, event):
        with pytest.raises(GuardsFailed, match="w tym samym czasie"):
            make_place(event, make_session(event), make_session(event, "Spacer", 11, 13))

    def test_one_after_the_other_is_fine(self, event):
        place = make_place(event, make_session(event), make_session(event, "Spacer", 12, 13))
        assert len(chosen(place)) == 2

    @pytest.mark.parametrize("other", ["of another event", "for everybody"])
    def test_what_is_no_session_of_the_event_is_refused(self, event, other):
        session = (
            make_session(make_event())
            if other == "of another event"
            else make_session(event, capacity=None)
        )
        with pytest.raises(GuardsFailed, match="nie jest"):
            make_place(event, session)

    @pytest.mark.parametrize("key", ["x", "999999", ""])
    def test_a_foreign_key_in_the_form_is_said_at_the_form(self, client, event, key):
        make_session(event)
        answer = client.post(event.get_public_url(), {**ZOFIA, "sessions": [key]})
        assert answer.status_code == 422

    def test_who_gives_the_place_up_frees_the_session(self, event):
        session = make_session(event)
        first = make_place(event, session)
        first.cancel(by=first.person.user)

        assert chosen(make_place(event, session)) == [session]

    def test_by_the_link_one_chooses_anew_until_it_begins(self, client, event):
        first, second = make_session(event), make_session(event, "Spacer")
        place = make_place(event, first)
        page = client.get(place.get_place_url()).content.decode()
        assert "To Twój wybór." in page

        client.post(place.get_place_url(), {"choose": "1", "sessions": [second.pk]})
        assert chosen(place) == [second]
        client.post(place.get_place_url(), {"choose": "1", "sessions": ["zły"]})
        assert chosen(place) == [second]
        client.post(place.get_place_url(), {"choose": "1"})
        assert chosen(place) == []

        with clock.at(event.starts_at + timedelta(minutes=1)), pytest.raises(GuardsFailed):
            choose_sessions(registration=place, sessions=[first])
        place.refresh_from_db()
        place.cancel(by=place.person.user)
        with pytest.raises(GuardsFailed):
            choose_sessions(registration=place, sessions=[first])

    def test_two_at_the_same_time_are_refused_where_one_chooses(self, client, event):
        both = [make_session(event), make_session(event, "Spacer", 11, 13)]
        answer = client.post(
            make_place(event).get_place_url(),
            {"choose": "1", "sessions": [session.pk for session in both]},
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert page.count("w tym samym czasie. ") == 1
        assert page.index("w tym samym czasie. ") > page.index('id="sessions"')

    def test_the_link_of_a_session_is_for_those_who_chose_it(self, client, event):
        session = make_session(event, link="https://wideo.example.org/sala3")
        there, elsewhere = make_place(event, session), make_registration(event)

        assert "sala3" in client.get(there.get_place_url()).content.decode()
        assert "wideo" not in client.get(elsewhere.get_place_url()).content.decode()
        assert "wideo" not in client.get(event.get_public_url()).content.decode()


class TestTheProgramme:
    @pytest.fixture
    def staff(self, client_of, event):
        return client_of(make_staff(event.programme))

    def save(self, staff, event, **changes):
        point = {
            "day": event.days[0].isoformat(),
            "starts": "10:00",
            "ends": "12:00",
            "title_pl": "Mapa dzielnicy",
            "capacity": "15",
            **changes,
        }
        data = {"stops-TOTAL_FORMS": "1", "stops-INITIAL_FORMS": "1" if "id" in changes else "0"}
        data |= {f"stops-0-{name}": value for name, value in point.items()}
        return staff.post(reverse("activities:event-stops", args=[event.code]), data)

    def test_staff_write_it_and_everybody_reads_it(self, staff, client, event):
        assert self.save(staff, event).status_code == 302

        page = client.get(event.get_public_url()).content.decode()
        assert "Mapa dzielnicy" in page
        assert "15" in page
        assert "Mapa dzielnicy" in staff.get(event.get_absolute_url()).content.decode()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"day": "2001-01-01"},
            {"ends": "09:00"},
            {"ends": ""},
            {"capacity": "0"},
            {"capacity": "9999999"},
            {"link": "nie link"},
            {"title_pl": ""},
        ],
    )
    def test_what_is_wrong_is_said(self, staff, event, wrong):
        assert self.save(staff, event, **wrong).status_code == 422
        assert not event.stops.exists()

    def test_what_is_wrong_stands_above_the_programme_and_leads_to_its_field(self, staff, event):
        page = self.save(staff, event, ends="09:00").content.decode()

        assert "Program nie jest jeszcze zapisany" in page
        assert 'href="#id_stops-0-ends">Mapa dzielnicy: Koniec nie może' in page

    def test_a_new_point_of_a_one_day_event_has_its_day_and_left_empty_is_no_point(
        self, staff, event
    ):
        day = event.days[0].isoformat()
        page = staff.get(reverse("activities:event-stops", args=[event.code])).content.decode()
        assert page.count(f'value="{day}"') == 2

        nothing = {"starts": "", "ends": "", "title_pl": "", "capacity": ""}
        assert self.save(staff, event, **nothing).status_code == 302
        assert not event.stops.exists()

    def test_once_it_has_begun_nobody_reads_how_many_places_are_left(self, client, event):
        place = make_place(event, make_session(event))
        make_session(event, "Spacer", 13, 14, capacity=7)

        assert "zostało 7 miejsc" in client.get(event.get_public_url()).content.decode()
        with clock.at(event.starts_at + timedelta(hours=1)):
            for url in (event.get_public_url(), place.get_place_url()):
                page = client.get(url).content.decode()
                assert "Do wyboru." in page
                assert "zostało" not in page

    def test_ones_own_page_leads_to_the_choice_as_long_as_there_is_one(self, client_of, event):
        place = make_place(event, make_session(event))
        own = client_of(place.person.user)

        assert "Zmień wybór" in own.get(place.get_absolute_url()).content.decode()
        with clock.at(event.starts_at + timedelta(hours=1)):
            assert "Zmień wybór" not in own.get(place.get_absolute_url()).content.decode()

    def test_a_session_that_people_chose_does_not_shrink_and_does_not_go(self, staff, event):
        session = make_session(event, capacity=2)
        make_place(event, session)
        make_place(event, session)

        for changes in ({"capacity": "1"}, {"capacity": ""}, {"DELETE": "on"}):
            answer = self.save(staff, event, id=str(session.pk), **changes)
            assert answer.status_code == 422, changes
        assert self.save(staff, event, id=str(session.pk), capacity="3").status_code == 302

    def test_a_stranger_learns_nothing(self, client_of, event):
        url = reverse("activities:event-stops", args=[event.code])
        assert client_of(make_user()).get(url).status_code == 404

    def test_the_page_of_the_event_costs_the_same_for_three_sessions_as_for_one(
        self, staff, event, django_assert_max_num_queries
    ):
        make_session(event)
        with django_assert_max_num_queries(60) as one:
            staff.get(event.get_absolute_url())
        make_session(event, "Spacer")
        make_session(event, "Debata")
        with django_assert_max_num_queries(len(one)):
            staff.get(event.get_absolute_url())


class TestOnPaper:
    def paper(self, client_of, event, paper, form="pdf"):
        url = reverse("activities:event-paper", args=[event.code, paper, form])
        return client_of(make_staff(event.programme)).get(url)

    def test_badges_bear_polish_letters_and_the_organisation(self, client_of, event):
        user = make_user("Żaneta Gżegżółka-Brzęczyszczykiewicz")
        make_organisation("Stowarzyszenie Łąka").memberships.create(person=user.person)
        make_registration(event, user=user)

        answer = self.paper(client_of, event, "badges")

        words = " ".join(
            page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages
        )
        for word in ("Żaneta", "Gżegżółka-", "Stowarzyszenie Łąka", "Spotkanie praktyków"):
            assert word in words

    def test_the_list_of_sessions_names_who_comes(self, client_of, event):
        make_place(event, make_session(event), user=make_user("Łucja Ćma"))

        words = PdfReader(io.BytesIO(self.paper(client_of, event, "sessions").content)).pages[0]

        assert "Łucja Ćma" in words.extract_text()
        assert self.paper(client_of, event, "sessions", "xlsx").status_code == 200

    @pytest.mark.parametrize("paper", ["insurance", "host", "nothing"])
    def test_an_event_has_no_papers_of_a_visit(self, client_of, event, paper):
        assert self.paper(client_of, event, paper).status_code == 404

    def test_badges_cost_the_same_for_three_as_for_one(
        self, client_of, event, django_assert_max_num_queries
    ):
        make_registration(event)
        with django_assert_max_num_queries(40) as one:
            self.paper(client_of, event, "badges")
        make_registration(event)
        make_registration(event)
        with django_assert_max_num_queries(len(one) + 2):
            self.paper(client_of, event, "badges")


def test_who_was_entered_without_an_account_reads_the_sessions_in_the_letter(event):
    person = make_person("Zofia Ćwik", email="zofia@example.org")
    place = Registration.objects.begin(by=make_user(), person=person, event=event)
    assert "/panel/" not in place.get_own_url()
