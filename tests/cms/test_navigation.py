"""Two to five places by role, the inbox first, none of them dead."""

import pytest
from django.test import RequestFactory

from cms.navigation import menu_of, places_of
from tests.factories.activities import make_activity, make_staff
from tests.factories.people import make_admin, make_user
from workflows.roles import give_role

pytestmark = pytest.mark.django_db


def ask(user, path="/panel/"):
    request = RequestFactory().get(path)
    request.user = user
    return request


def with_role(role):
    user = make_user()
    give_role(user, role, make_activity().programme, by=None)
    return user


@pytest.mark.parametrize(
    "role", ["staff", "coordinator", "finance", "funder", "editor", "assessor", "chair"]
)
def test_everybody_has_at_most_five_places_and_the_inbox_first(role):
    places = places_of(ask(with_role(role)))

    assert places[0].icon == "inbox"
    assert places[0].current
    assert len(places) <= 5


def test_person_without_a_role_finds_applications_mentoring_and_meetings():
    places = places_of(ask(make_user()))

    assert [place.icon for place in places] == ["inbox", "pencil", "mentoring", "activity"]


def test_assessor_is_led_to_what_there_is_to_assess_only():
    assert [place.icon for place in places_of(ask(with_role("assessor")))] == ["inbox", "check"]


def test_office_finds_people_in_its_menu_and_others_do_not():
    assert "people" in [place.icon for place in menu_of(ask(with_role("staff")))]
    assert menu_of(ask(make_user())) == []


def test_administrator_sees_what_the_office_sees():
    admin = [place.url for place in places_of(ask(make_admin()))]

    assert set(admin) >= {place.url for place in places_of(ask(with_role("staff")))}


def test_present_room_is_marked_once():
    places = places_of(ask(make_user(), "/panel/activities/events/forum/"))

    assert [place.icon for place in places if place.current] == ["activity"]


def test_places_cost_one_query(django_assert_num_queries):
    staff = make_staff(make_activity().programme)
    places_of(ask(make_staff(make_activity().programme)))  # content types are known by now

    with django_assert_num_queries(1):
        places_of(ask(staff))
        menu_of(ask(staff))


def test_visitor_has_no_places():
    from django.contrib.auth.models import AnonymousUser

    assert places_of(ask(AnonymousUser())) == []


@pytest.mark.parametrize(
    "role", ["staff", "coordinator", "finance", "funder", "editor", "assessor", "chair"]
)
def test_no_place_leads_where_its_reader_may_not_go(client_of, role):
    user = with_role(role)
    browser = client_of(user)

    for place in [*places_of(ask(user)), *menu_of(ask(user))]:
        if not place.url.startswith("/cms/"):
            assert browser.get(place.url, follow=True).status_code == 200, place.url


@pytest.mark.parametrize("role", ["funder", "editor"])
def test_whoever_opens_no_programme_is_not_led_to_an_empty_list_of_them(role):
    assert "programme" not in [place.icon for place in places_of(ask(with_role(role)))]
