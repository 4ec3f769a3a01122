"""People who come to an event without an account: the form, the letters, the links."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from activities.actions import change_gathering
from activities.actions.visitors import remind_of_tomorrow
from activities.models import Registration
from people.models import Consent, Person
from tests.factories.activities import (
    make_event,
    make_registration,
    make_staff,
    make_visit,
)
from tests.factories.people import make_admin, make_person, make_user
from workflows import clock
from workflows.models import History, Message, Turn

pytestmark = pytest.mark.django_db
GRAZYNA = {"given_name": "Grażyna", "family_name": "Żółć", "email": "Grazyna@Example.org"}


def sign_up(client, event, **changes):
    return client.post(event.get_public_url(), {**GRAZYNA, **changes}, follow=True)


def place():
    return Registration.objects.with_subjects().get()


def letters(template=None):
    rows = Message.objects.filter(template__startswith="activities/").order_by("pk")
    return list(rows.filter(template=f"activities/{template}") if template else rows)


class TestSigningUp:
    def test_a_name_and_an_address_are_enough(self, client):
        event = make_event()

        page = sign_up(client, event).content.decode()

        assert "Napisaliśmy na adres grazyna@example.org" in page.replace("Grazyna@E", "grazyna@e")
        assert (place().person.full_name, place().state) == ("Grażyna Żółć", "accepted")
        assert place().person.email == "grazyna@example.org"
        assert place().person in Person.objects.visible_to(make_staff(event.programme))

    def test_the_letter_says_when_and_where_and_has_a_file_for_the_calendar(self, client):
        event = make_event(place="Płock, ratusz", link="https://wideo.example.org/forum")
        sign_up(client, event)

        letter = letters()[0]

        starts = localtime(event.starts_at)
        assert f"{starts:%H:%M}" in letter.body
        assert "Płock, ratusz, https://wideo.example.org/forum" in letter.body
        assert place().get_place_url() in letter.body
        assert "/panel/" not in letter.body
        assert letter.attachment_name.endswith(".ics")
        assert "SUMMARY:Spotkanie praktyków" in letter.attachment
        assert "wideo.example.org" in letter.attachment.replace("\r\n ", "")

    def test_who_reads_the_site_in_english_gets_an_english_letter(self, client):
        event = make_event()

        client.post("/en" + event.get_public_url(), GRAZYNA)

        assert "You have a place" in letters()[0].body

    def test_the_link_to_join_is_not_on_the_public_page(self, client):
        event = make_event(link="https://wideo.example.org/forum")
        assert "wideo.example.org" not in client.get(event.get_public_url()).content.decode()

    def test_signing_up_twice_is_one_place_and_one_more_letter_a_day(self, client):
        event = make_event()
        for _ in range(3):
            page = sign_up(client, event).content.decode()
            assert "Napisaliśmy na adres" in page

        assert Registration.objects.count() == 1
        assert len(letters()) == 2

    def test_a_full_event_puts_on_the_reserve_list_and_the_page_does_not_say_so(self, client):
        event = make_event(capacity=1)
        make_registration(event)

        page = sign_up(client, event).content.decode()

        assert "Napisaliśmy na adres" in page
        assert "z numerem 1" in letters("registration_on_reserve")[0].body

    def test_a_stranger_never_acts_for_somebody_who_has_an_account(self, client):
        user = make_user("Grażyna Żółć")
        sign_up(client, make_event(), email=user.email)

        assert place().person != user.person
        assert place().person.user is None

    def test_who_was_entered_by_staff_with_the_same_name_and_address_is_the_same_person(
        self, client
    ):
        known = make_person("Grażyna ŻÓŁĆ", email="grazyna@example.org")

        sign_up(client, make_event())

        assert place().person == known

    def test_consents_are_noted_without_an_account(self, client):
        sign_up(client, make_event(), image="on", diet="wegańska", needs="on")

        given = {each.clause.key: each for each in Consent.objects.filter(person=place().person)}
        assert set(given) == {"image", "needs"}
        assert {(each.way, each.given_by) for each in given.values()} == {("form", None)}

    def test_needs_without_consent_are_refused_and_nothing_is_lost(self, client):
        page = sign_up(client, make_event(), diet="wegańska")

        assert page.status_code == 422
        assert 'value="wegańska"' in page.content.decode()
        assert 'value="Grażyna"' in page.content.decode()
        assert not Person.objects.filter(family_name="Żółć").exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"given_name": ""},
            {"family_name": "x" * 121},
            {"email": "nie-adres"},
            {"subject_line": "robot"},
            {"email": "a\x00b@example.org"},
        ],
    )
    def test_what_is_wrong_is_said_at_the_form(self, client, wrong):
        assert sign_up(client, make_event(), **wrong).status_code == 422
        assert not Registration.objects.exists()

    def test_the_consent_stands_by_the_needs_it_is_for(self, client):
        page = client.get(make_event(for_minors=True).get_public_url()).content.decode()
        names = ("access_needs", "needs", "is_minor", "image")
        places = [page.index(f'name="{name}"') for name in names]
        assert places == sorted(places)

    def test_a_long_consent_is_named_in_short_above_the_form(self, client):
        page = sign_up(client, make_event(), diet="wegańska").content.decode()
        summary = page[page.index("data-error-summary") :].partition("</ul>")[0]
        assert "…" in summary
        assert "albo zostaw dietę i potrzeby puste" in summary
        assert "te dane znikają" not in summary

    def test_half_an_address_is_refused_in_plain_words(self, client):
        page = sign_up(client, make_event(), email="zofia@").content.decode()
        assert "Napisz cały adres e-mail, na przykład anna@example.org." in page

    def test_a_closed_list_takes_nobody(self, client):
        event = make_event()
        with clock.at(event.starts_at + timedelta(minutes=1)):
            assert sign_up(client, event).status_code == 422

    def test_a_visit_still_wants_an_account(self, client):
        assert "/login/" in client.post(make_visit().get_public_url(), GRAZYNA).url

    def test_nobody_of_the_team_is_asked_for_answers_in_their_name(self, client):
        sign_up(client, make_event())
        assert not Turn.objects.of(place()).exists()


class TestTheLink:
    @pytest.fixture
    def event(self):
        return make_event(capacity=1)

    @pytest.fixture
    def link(self, client, event):
        sign_up(client, event)
        return place().get_place_url()

    def test_it_shows_the_place_and_the_code_and_nothing_that_was_told_us(self, client):
        event = make_event()
        sign_up(client, event, diet="wegańska", needs="on")

        page = client.get(place().get_place_url())

        assert "Grażyna Żółć" in page.content.decode()
        assert 'class="qr"' in page.content.decode()
        assert "wegańska" not in page.content.decode()
        assert page["X-Robots-Tag"] == "noindex"

    def test_opening_it_gives_nothing_up(self, client, link):
        client.get(link)
        assert place().state == "accepted"

    def test_the_button_gives_the_place_up_and_the_next_one_moves_up(self, client, event, link):
        user = make_user()
        waits = make_registration(event, user=user)
        assert waits.state == "reserve"

        page = client.post(link, follow=True).content.decode()

        assert "Oddajesz miejsce" in page or "Miejsce oddane" in page
        waits.refresh_from_db()
        gone = Registration.objects.get(person__family_name="Żółć")
        assert (gone.state, waits.state) == ("cancelled", "accepted")
        entry = History.objects.of(gone).order_by("seq").last()
        assert (entry.by, entry.text.note) == (None, "Miejsce oddane linkiem z listu.")

    def test_who_gave_the_place_up_reads_where_to_sign_up_once_more(self, client, event, link):
        assert "Zapisz się jeszcze raz" not in client.get(link).content.decode()
        page = client.post(link, follow=True).content.decode()
        assert f'{event.get_public_url()}#apply">Zapisz się jeszcze raz' in page
        with clock.at(event.starts_at + timedelta(minutes=1)):
            assert "Zapisz się jeszcze raz" not in client.get(link).content.decode()

    def test_who_waits_leaves_the_reserve_list_and_is_told_so(self, client, event, link):
        waits = make_registration(event)
        page = client.get(waits.get_place_url()).content.decode()
        assert "Wypisz się z listy rezerwowej" in page
        assert "Oddaj miejsce" not in page

        page = client.post(waits.get_place_url(), follow=True).content.decode()
        assert "Nie ma Cię już na liście rezerwowej." in page

    def test_giving_up_twice_changes_nothing(self, client, link):
        client.post(link)
        version = place().version
        assert client.post(link, follow=True).status_code == 200
        assert place().version == version

    def test_once_it_has_begun_the_page_says_so(self, client, event, link):
        with clock.at(event.starts_at + timedelta(minutes=1)):
            answer = client.post(link)
        assert answer.status_code == 422
        assert place().state == "accepted"

    def test_who_gave_the_place_up_may_sign_up_again(self, client, event, link):
        client.post(link)
        sign_up(client, event)
        assert sorted(Registration.objects.values_list("state", flat=True)) == [
            "accepted",
            "cancelled",
        ]

    @pytest.mark.parametrize("token", ["x", "1.abc", "99999.zzz"])
    def test_a_link_that_we_never_gave_opens_nothing(self, client, link, token):
        assert client.get(f"/places/{token}/").status_code == 404
        assert client.post(f"/places/{token}/").status_code == 404

    def test_the_code_for_the_door_is_no_key_to_the_place(self, client, link):
        assert client.get(f"/places/{place().presence_token}/").status_code == 404


class TestTheDayBefore:
    def test_everybody_with_a_place_is_reminded_once(self, client):
        event = make_event(capacity=2)
        sign_up(client, event)
        make_registration(event)
        make_registration(event)  # on the reserve list
        with clock.at(event.starts_at - timedelta(hours=30)):
            assert remind_of_tomorrow() == 0
        with clock.at(event.starts_at - timedelta(hours=23)):
            assert remind_of_tomorrow() == 2
            assert remind_of_tomorrow() == 0

        letter = letters("event_tomorrow")[0]
        assert place_of(letter) in letter.body
        assert letter.attachment_name.endswith(".ics")

    def test_an_event_that_is_moved_reminds_again(self, client):
        event = make_event()
        sign_up(client, event)
        with clock.at(event.starts_at - timedelta(hours=20)):
            remind_of_tomorrow()
            event.starts_at += timedelta(days=7)
            event.ends_at += timedelta(days=7)
            change_gathering(
                gathering=event,
                seen=event.version,
                fields=["starts_at", "ends_at"],
                by=make_admin(),
            )
        with clock.at(event.starts_at - timedelta(hours=20)):
            assert remind_of_tomorrow() == 1

    def test_what_was_cancelled_reminds_nobody(self, client):
        event = make_event()
        sign_up(client, event)
        event.refresh_from_db()
        event.cancel(by=make_admin(), note="Sala zalana.")
        with clock.at(event.starts_at - timedelta(hours=20)):
            assert remind_of_tomorrow() == 0


def place_of(letter):
    return Registration.objects.filter(person__email=letter.address).get().get_place_url()
