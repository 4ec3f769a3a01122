"""Presence by the code on a participant's phone: one person, one day, one tap."""

from datetime import timedelta

import pytest
from django.urls import reverse

from activities.actions import take_attendance
from activities.models import Attendance, Registration
from tests.factories.activities import make_event, make_registration, make_staff
from tests.factories.people import make_user
from tests.factories.visits import make_group, places
from workflows import clock
from workflows.errors import GuardsFailed

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    """Two people on a visit of two days, in its first morning."""
    visit = make_group(2)
    with clock.at(visit.starts_at + timedelta(hours=1)):
        yield visit


@pytest.fixture
def staff(visit):
    return make_staff(visit.programme)


@pytest.fixture
def place(visit):
    return places(visit)[0]


def ticks(place):
    return list(place.attendances.filter(present=True).values_list("day", flat=True))


def test_the_code_on_ones_own_page_opens_a_page_with_one_button(client_of, visit, staff, place):
    own = client_of(place.person.user).get(place.get_absolute_url()).content.decode()
    assert '<svg class="qr" role="img" aria-label="Kod QR do listy obecności"' in own

    page = client_of(staff).get(place.get_presence_url()).content.decode()

    assert str(place.person) in page
    assert "Jest dziś na miejscu" in page


def test_one_tap_and_the_person_is_on_the_list_of_that_day(client_of, visit, staff, place):
    answer = client_of(staff).post(place.get_presence_url(), follow=True)

    place.refresh_from_db()
    assert ticks(place) == [visit.days[0]]
    assert place.state == "attended"
    assert place.attendances.get().marked_by == staff
    page = answer.content.decode()
    assert f"{place.person} – obecność zapisana." in page
    assert "Dziś na miejscu: 1 z 2" in page


def test_nobody_else_is_ticked_or_marked_absent(client_of, visit, staff, place):
    client_of(staff).post(place.get_presence_url())

    other = places(visit)[1]
    assert other.state == "confirmed"
    assert not other.attendances.exists()


def test_a_second_scan_says_when_the_first_was_and_changes_nothing(client_of, visit, staff, place):
    browser = client_of(staff)
    browser.post(place.get_presence_url(), follow=True)
    with clock.at(clock.now() + timedelta(hours=2)):
        answer = browser.post(place.get_presence_url(), follow=True).content.decode()

    assert Attendance.objects.count() == 1
    assert "obecność zapisana" not in answer
    assert "Na dzisiejszej liście od godz." in answer


def test_the_next_day_is_scanned_anew(client_of, visit, staff, place):
    browser = client_of(staff)
    for days in (0, 1):
        with clock.at(visit.starts_at + timedelta(days=days, hours=1)):
            browser.post(place.get_presence_url())

    assert ticks(place) == visit.days


def test_the_list_of_the_day_takes_over_what_was_scanned(client_of, visit, staff, place):
    browser = client_of(staff)
    browser.post(place.get_presence_url())
    page = browser.get(reverse("activities:visit-attendance", args=[visit.code]))
    assert f'value="{place.pk}" checked' in page.content.decode()

    take_attendance(subject=visit, day=visit.days[0], present={place.pk}, by=staff)

    assert ticks(place) == [visit.days[0]]
    assert not places(visit)[1].attendances.get().present


@pytest.mark.parametrize("days", [-1, 2])
def test_a_wrong_day_is_told(client_of, visit, staff, place, days):
    with clock.at(visit.starts_at + timedelta(days=days)):
        browser = client_of(staff)
        page = browser.get(place.get_presence_url()).content.decode()
        answer = browser.post(place.get_presence_url())

    assert "a spotkanie trwa od" in page
    assert "Jest dziś na miejscu" not in page
    assert (answer.status_code, ticks(place)) == (422, [])


def test_who_gave_the_place_up_is_not_on_the_list(client_of, visit, staff):
    place = places(visit)[0]
    with clock.at(visit.starts_at - timedelta(days=1)):
        place.cancel(by=place.person.user)

    answer = client_of(staff).post(place.get_presence_url())

    assert answer.status_code == 422
    assert "nie ma tej osoby na liście jadących" in answer.content.decode()


def test_who_was_marked_absent_and_comes_after_all_is_there(client_of, visit, staff, place):
    with clock.at(visit.starts_at + timedelta(days=1, hours=1)):
        for day in visit.days:
            take_attendance(subject=visit, day=day, present=set(), by=staff)
        place.refresh_from_db()
        assert place.state == "absent"

        client_of(staff).post(place.get_presence_url())

    place.refresh_from_db()
    assert place.state == "attended"


def test_a_list_that_is_final_takes_no_scan(client_of):
    event = make_event()
    place = make_registration(event)
    staff = make_staff(event.programme)
    with clock.at(event.ends_at + timedelta(hours=1)):
        event.refresh_from_db()
        event.hold(by=staff)
        take_attendance(subject=event, day=event.days[0], present=set(), by=staff)
        event.refresh_from_db()
        event.close(by=staff)

        answer = client_of(staff).post(place.get_presence_url())

    assert answer.status_code == 422
    assert "Teraz nie sprawdzamy tu obecności." in answer.content.decode()


def test_nobody_ticks_themselves(client_of, visit, place):
    own = client_of(place.person.user)

    page = own.get(place.get_presence_url())
    answer = own.post(place.get_presence_url())

    assert (page.status_code, answer.status_code) == (403, 403)
    assert "pokaż go organizatorom" in page.content.decode()
    assert ticks(place) == []


def test_not_even_one_of_the_team_vouches_for_themselves(client_of, visit, staff, place):
    place.person.user = None
    place.person.save()
    Registration.objects.filter(pk=place.pk).update(person=staff.person)

    assert client_of(staff).post(place.get_presence_url()).status_code == 403


def test_a_strangers_phone_learns_nothing(client, client_of, visit, place):
    url = place.get_presence_url()
    other = places(visit)[1].person.user
    for user in (other, make_user(), make_staff(make_event().programme)):
        assert client_of(user).get(url).status_code == 404
        assert client_of(user).post(url).status_code == 404
    assert "/konto/" in client.get(url).url or "login" in client.get(url).url


@pytest.mark.parametrize("token", ["1.zmyslony", "x", "999999.abc", "1", "1." + "a" * 43])
def test_a_code_that_we_never_gave_opens_nothing(client_of, visit, staff, token):
    assert client_of(staff).get(reverse("activities:presence", args=[token])).status_code == 404


def test_the_code_of_one_visit_is_not_that_of_another(visit, place):
    other = places(make_group(1))[0]
    _key, seal = place.presence_token.split(".")
    assert Registration.objects.of_presence(f"{other.pk}.{seal}") is None
    assert Registration.objects.of_presence(place.presence_token) == place


def test_the_code_is_shown_while_it_is_of_use(client_of, visit, place):
    own = client_of(place.person.user)
    assert 'class="qr"' in own.get(place.get_absolute_url()).content.decode()
    with clock.at(visit.ends_at + timedelta(days=1)):
        assert 'class="qr"' not in own.get(place.get_absolute_url()).content.decode()


def test_the_code_says_exactly_the_address_that_the_team_opens(settings, client_of, visit, place):
    """Modules of the drawing, read back row by row, are those of the address alone."""
    import re

    import qrcode

    page = client_of(place.person.user).get(place.get_absolute_url()).content.decode()
    drawn = {(int(row), int(column)) for column, row in re.findall(r"M(\d+) (\d+)h1", page)}
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(settings.TANDEM_URL + place.get_presence_url())
    expected = {
        (row, column)
        for row, line in enumerate(code.get_matrix())
        for column, dark in enumerate(line)
        if dark
    }
    assert drawn == expected


def test_nobody_can_be_absent_from_what_has_not_begun(staff, place):
    with (
        clock.at(place.subject.starts_at - timedelta(days=1)),
        pytest.raises(GuardsFailed, match="Jeszcze się nie zaczęło, więc nikt nie mógł"),
    ):
        place.miss(by=staff)


def test_a_visit_that_somebody_came_to_cannot_be_called_off(visit, staff, place):
    take_attendance(subject=visit, day=visit.days[0], present={place.pk}, by=staff)

    with pytest.raises(GuardsFailed, match="Ktoś jest na liście obecności"):
        visit.cancel(by=staff, note="Autobus nie przyjechał.")


def test_when_nobody_came_the_visit_can_be_called_off_and_nobody_stays_absent(visit, staff):
    with clock.at(visit.ends_at + timedelta(hours=1)):
        for day in visit.days:
            take_attendance(subject=visit, day=day, present=set(), by=staff)
        visit.cancel(by=staff, note="Autobus nie przyjechał.")

    assert {one.state for one in places(visit)} == {"cancelled"}
