"""Events for some: by invitation, for people of some regions, and for people under age."""

import pytest
from django.urls import reverse

from activities.models import Registration
from people.models import Consent, Person
from tests.factories.activities import make_event, make_registration, make_staff
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
OLA = {"given_name": "Ola", "family_name": "Kącik", "email": "ola@example.org"}
GUARDIAN = {
    "is_minor": "on",
    "guardian_name": "Ewa Kącik",
    "guardian_contact": "600 100 200",
    "guardian": "on",
}


class TestByInvitation:
    @pytest.fixture
    def event(self):
        return make_event(by_invitation=True, title_pl="Zamknięte seminarium")

    def test_without_the_link_the_page_says_how_one_comes(self, client, event):
        page = client.get(event.get_public_url()).content.decode()
        assert "na zaproszenie" in page
        assert 'name="email"' not in page

        assert client.post(event.get_public_url(), OLA).status_code == 403
        assert not Registration.objects.exists()

    def test_with_the_link_one_signs_up(self, client, event):
        assert 'name="email"' in client.get(event.get_invitation_url()).content.decode()
        assert client.post(event.get_invitation_url(), OLA).status_code == 302
        assert Registration.objects.count() == 1

    def test_who_has_just_signed_up_is_not_told_to_open_the_invitation(self, client, event):
        page = client.post(event.get_invitation_url(), OLA, follow=True).content.decode()
        assert "Napisaliśmy na adres ola@example.org" in page
        assert "na zaproszenie" not in page

    def test_the_link_of_another_event_opens_nothing(self, client, event):
        other = make_event(by_invitation=True)
        url = f"{event.get_public_url()}?invitation={other.invitation_token}"
        assert client.post(url, OLA).status_code == 403

    def test_an_account_alone_is_no_invitation(self, client_of, event):
        browser = client_of(make_user())
        assert browser.post(event.get_public_url(), {}).status_code == 403
        assert browser.post(event.get_invitation_url(), {}).status_code == 302

    def test_it_is_not_listed_and_staff_find_the_link(self, client, client_of, event):
        listed = client.get(reverse("activities_public:coming")).content.decode()
        assert "Zamknięte seminarium" not in listed
        staff = client_of(make_staff(event.programme))
        assert event.invitation_token in staff.get(event.get_absolute_url()).content.decode()

    def test_who_has_a_place_still_finds_it(self, client_of, event):
        place = make_registration(event)
        page = client_of(place.person.user).get(event.get_public_url()).content.decode()
        assert place.get_absolute_url() in page


class TestFromSomeRegions:
    @pytest.fixture
    def event(self):
        return make_event(regions=["20", "28"])

    def test_the_page_says_for_whom_it_is(self, client, event):
        page = client.get(event.get_public_url()).content.decode()
        assert "podlaskie, warmińsko-mazurskie" in page

    @pytest.mark.parametrize("region", ["14", "", "99"])
    def test_others_are_told_and_nothing_is_lost(self, client, event, region):
        answer = client.post(event.get_public_url(), {**OLA, "region": region})
        assert answer.status_code == 422
        assert 'value="Kącik"' in answer.content.decode()
        assert not Person.objects.filter(family_name="Kącik").exists()

    def test_people_of_the_region_come(self, client, event):
        client.post(event.get_public_url(), {**OLA, "region": "28"})
        assert Registration.objects.get().region == "28"


class TestUnderAge:
    @pytest.fixture
    def event(self):
        return make_event(for_minors=True)

    def test_a_guardian_is_named_and_agrees(self, client, event):
        assert client.post(event.get_public_url(), {**OLA, **GUARDIAN}).status_code == 302

        place = Registration.objects.get()
        assert (place.guardian_name, place.guardian_contact) == ("Ewa Kącik", "600 100 200")
        assert Consent.objects.get(person=place.person).clause.key == "guardian"

    @pytest.mark.parametrize("missing", ["guardian_name", "guardian_contact", "guardian"])
    def test_without_any_of_it_nobody_under_age_signs_up(self, client, event, missing):
        answer = client.post(event.get_public_url(), {**OLA, **GUARDIAN, missing: ""})
        assert answer.status_code == 422
        assert not Registration.objects.exists()

    def test_of_a_grown_up_nothing_of_that_kind_is_kept(self, client, event):
        client.post(event.get_public_url(), {**OLA, **GUARDIAN, "is_minor": ""})
        place = Registration.objects.get()
        assert (place.guardian_name, place.guardian_contact) == ("", "")
        assert not Consent.objects.exists()

    def test_with_an_account_too(self, client_of, event):
        user = make_user()
        client_of(user).post(event.get_public_url(), GUARDIAN)
        assert Registration.objects.get().guardian_name == "Ewa Kącik"

    def test_the_organisers_read_it_and_the_link_of_the_place_does_not_tell(
        self, client, client_of, event
    ):
        client.post(event.get_public_url(), {**OLA, **GUARDIAN})
        place = Registration.objects.get()
        staff = client_of(make_staff(event.programme))
        assert "Ewa Kącik" in staff.get(place.get_absolute_url()).content.decode()
        assert "Ewa Kącik" not in client.get(place.get_place_url()).content.decode()

    def test_an_event_for_grown_ups_does_not_ask(self, client):
        assert "guardian" not in client.get(make_event().get_public_url()).content.decode()

    def test_nobody_is_asked_for_a_guardians_consent_among_their_own(self, client_of):
        page = client_of(make_user()).get(reverse("people:me")).content.decode()
        assert "Zgoda rodzica" not in page
