"""Entering people and keeping their details right."""

import pytest
from django.core.exceptions import ValidationError

from people.actions.persons import edit_person, enter_person, register_person
from people.models import Person, User
from tests.factories.people import make_admin, make_office_worker, make_person, make_user
from workflows.errors import GuardsFailed, NotYours, SomeoneWasFaster
from workflows.models import History

pytestmark = pytest.mark.django_db


def moves_of(row):
    return list(History.objects.of(row).values_list("move", flat=True))


def test_staff_enter_somebody_who_never_logs_in():
    staff = make_office_worker()

    person = enter_person(
        by=staff,
        given_name="Żaneta",
        family_name="Ćwik",
        email="Z@Example.org",
        phone="600 100 200",
    )

    assert (person.user, person.entered_by) == (None, staff)
    assert (person.email, person.phone) == ("z@example.org", "+48600100200")
    assert moves_of(person) == ["entered"]


def test_nobody_else_enters_people():
    with pytest.raises(NotYours, match="office"):
        enter_person(by=make_user(), given_name="A", family_name="B")

    assert not Person.objects.filter(given_name="A").exists()


def test_a_wrong_detail_enters_nobody():
    with pytest.raises(ValidationError) as refusal:
        enter_person(
            by=make_office_worker(),
            given_name="A",
            family_name="B",
            email="nie adres",
            birth_year=1700,
        )

    assert set(refusal.value.error_dict) == {"email", "birth_year"}


def test_signing_up_makes_a_person_and_names_the_account():
    user = User.objects.create_user("nowa@example.org")

    person = register_person(user=user, given_name="Nowa", family_name="Osoba", language="en")

    user.refresh_from_db()
    assert person.user == user
    assert (user.name, user.language, str(user)) == ("Nowa Osoba", "en", "Nowa Osoba")


def test_an_account_without_a_name_goes_by_its_address():
    user = User.objects.create_user("NOWA@example.org")

    assert (str(user), user.display_name, user.get_short_name()) == (
        "nowa@example.org",
        "",
        "nowa@example.org",
    )
    assert User.objects.get_by_natural_key("Nowa@Example.org") == user


def test_a_changed_name_goes_to_the_account_and_into_the_history():
    user = make_user("Anna Nowak")

    edit_person(person=user.person, by=user, family_name="Nowak-Lis")

    user.refresh_from_db()
    assert user.name == "Anna Nowak-Lis"
    assert History.objects.of(user.person).get().text.changes == {
        "family_name": ["Nowak", "Nowak-Lis"]
    }


def test_saving_the_same_details_leaves_no_trace():
    user = make_user("Anna Nowak")

    edit_person(person=user.person, by=user, family_name="Nowak")

    assert moves_of(user.person) == []


def test_staff_do_not_touch_the_details_of_whoever_logs_in(clock_at):
    staff, user = make_office_worker(), make_user(last_login="2026-01-01T00:00Z")
    Person.objects.filter(pk=user.person.pk).update(entered_by=staff)

    with pytest.raises(NotYours, match="keeps their own details"):
        edit_person(person=User.objects.get(pk=user.pk).person, by=staff, family_name="Inna")


def test_staff_do_not_redirect_the_letters_of_an_account():
    staff, user = make_office_worker(), make_user()
    Person.objects.filter(pk=user.person.pk).update(entered_by=staff)
    person = Person.objects.get(pk=user.person.pk)

    with pytest.raises(GuardsFailed, match="belongs to an account"):
        edit_person(person=person, by=staff, email="moj@example.org")


def test_two_editors_do_not_overwrite_each_other():
    admin, person = make_admin(), make_person("Anna Nowak")
    seen = person.fingerprint(["given_name", "family_name", "email", "phone", "birth_year", "town"])
    edit_person(person=person, by=admin, seen=seen, town="Łódź")

    with pytest.raises(SomeoneWasFaster, match="changed this while"):
        edit_person(person=person, by=admin, seen=seen, town="Kutno")

    person.refresh_from_db()
    assert person.town == "Łódź"


def test_an_administrator_made_on_the_command_line_may_do_everything():
    admin = User.objects.create_superuser("Admin@Example.org", "trzy klony i dab")

    assert (admin.email, admin.is_staff, admin.is_superuser) == ("admin@example.org", True, True)


def test_rows_say_what_they_are():
    person = make_person("Ula Nowak", email="ula@example.org")

    assert (str(person), person.title_line, person.masked) == (
        "Ula Nowak",
        "Ula Nowak",
        "U… N…, u…@…",
    )
    assert person.has_account() is False
