"""Who sees whom."""

import pytest
from django.contrib.auth.models import AnonymousUser

from people import rules
from people.models import Membership, Organisation, Person
from people.registries import Reach, reach
from tests.factories.people import (
    make_admin,
    make_membership,
    make_office_worker,
    make_organisation,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def acquaintance(monkeypatch):
    """A person whom a registered reach gives to staff of any organisation: they belong to all of them."""
    person = make_person("Znajoma Wszystkich")
    monkeypatch.setattr(reach, "_entries", {})
    reach.add(
        "test",
        Reach(
            "belongs to it",
            rows=Membership.objects.all,
            person="person",
            scope="organisation",
            of="people.Organisation",
            roles=("staff",),
        ),
    )
    return person


def meets(person, staff):
    """Make the person a member of the organisation on which `staff` hold their role."""
    make_membership(person, staff.role_grants.get().about)


def test_somebody_new_sees_only_themselves():
    user = make_user()
    make_person()

    assert list(Person.objects.visible_to(user)) == [user.person]


def test_a_visitor_sees_nobody():
    make_user()

    assert not Person.objects.visible_to(AnonymousUser()).exists()
    assert not Organisation.objects.visible_to(AnonymousUser()).exists()


def test_staff_see_whom_they_entered():
    staff = make_office_worker()
    mine = make_person(entered_by=staff)
    make_person(entered_by=make_office_worker())

    assert set(Person.objects.visible_to(staff)) == {staff.person, mine}


def test_staff_see_the_people_that_a_room_gives_them(acquaintance):
    staff = make_office_worker()
    meets(acquaintance, staff)

    assert set(Person.objects.visible_to(staff)) == {staff.person, acquaintance}


def test_an_administrator_sees_everybody():
    admin, other = make_admin(), make_person()

    assert set(Person.objects.visible_to(admin)) == {admin.person, other}


def test_the_rule_and_the_list_agree_about_people(acquaintance):
    staff, admin, outsider = make_office_worker(), make_admin(), make_user()
    make_person(entered_by=staff)
    meets(acquaintance, staff)

    for user in (staff, admin, outsider, AnonymousUser()):
        listed = set(Person.objects.visible_to(user))
        assert {person for person in Person.objects.all() if rules.can_view(user, person)} == listed


def test_the_rule_and_the_list_agree_about_organisations():
    staff, admin, member = make_office_worker(), make_admin(), make_user()
    make_membership(member.person, make_organisation())
    make_organisation(entered_by=member)

    for user in (staff, admin, member, AnonymousUser()):
        listed = set(Organisation.objects.visible_to(user))
        seen = {row for row in Organisation.objects.all() if rules.can_view_organisation(user, row)}
        assert seen == listed


def test_a_member_sees_their_organisation_and_no_other():
    member, mine = make_user(), make_organisation()
    make_membership(member.person, mine)
    make_organisation()

    assert list(Organisation.objects.visible_to(member)) == [mine]


def test_merged_and_forgotten_people_are_in_no_list():
    kept = make_person()
    make_person(merged_into=kept)

    assert list(Person.objects.present()) == [kept]


@pytest.mark.parametrize("words", ["zolc", "ŻÓŁĆ", "anna zol", "anna.z@", "zolc anna", "Łódź"])
def test_a_person_is_found_whatever_the_accents_and_the_order(words):
    wanted = make_person("Anna Żółć", email="anna.z@example.org", town="Łódź")
    make_person("Anna Zalewska")

    assert list(Person.objects.search(words)) == [wanted]


def test_somebody_alike_is_found_by_name_address_or_telephone():
    by_name = make_person("Ewa Łoś")
    by_address = make_person("E. Łoś", email="ewa@example.org")
    by_phone = make_person("Ewelina Łoś", phone="+48600100200")
    make_person("Ewa Łosińska", email="inna@example.org")

    asked = Person(
        given_name="ewa", family_name="LOS", email="Ewa@Example.org", phone="600 100 200"
    )

    assert set(Person.objects.alike(asked)) == {by_name, by_address, by_phone}
