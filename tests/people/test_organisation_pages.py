"""The workspace pages about organisations."""

import pytest
from django.urls import reverse

from people.models import Membership, Organisation
from tests.factories.people import (
    make_local_government,
    make_membership,
    make_office_worker,
    make_organisation,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db
ENTRY = {"kind": "ngo", "name": "Fundacja Ławka", "nip": "PL 526-025-02-74", "town": "Poznań"}


@pytest.fixture
def staff():
    return make_office_worker("Anna Wrona")


@pytest.fixture
def browser(staff, client_of):
    return client_of(staff)


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(browser, item_count, django_assert_num_queries):
    for _number in range(item_count):
        make_organisation()
    url = reverse("people:organisations")
    browser.get(url)

    with django_assert_num_queries(7):
        assert browser.get(url).status_code == 200


def test_the_list_filters_by_kind_and_words(browser):
    wanted = make_local_government("Gmina Łęczna")
    make_organisation("Fundacja Łęczna")

    answer = browser.get(
        reverse("people:organisations"), {"kind": "local_government", "words": "leczna"}
    )

    assert list(answer.context["page_obj"]) == [wanted]


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_page_asks_the_same_number_of_queries(
    browser, staff, item_count, django_assert_num_queries
):
    row = make_organisation()
    for _number in range(item_count):
        make_membership(make_person(entered_by=staff), row)
    browser.get(row.get_absolute_url())

    with django_assert_num_queries(8):
        browser.get(row.get_absolute_url())


def test_people_of_other_programmes_are_counted_and_not_named(browser):
    membership = make_membership(make_person("Tajna Osoba"))

    page = browser.get(membership.organisation.get_absolute_url())

    assert page.context["others"] == 1
    assert "Tajna" not in page.content.decode()


def test_an_applicant_enters_their_organisation(client_of):
    user = make_user()

    client_of(user).post(reverse("people:organisation-new"), ENTRY)

    row = Organisation.objects.get(name="Fundacja Ławka")
    assert (row.nip, row.entered_by) == ("5260250274", user)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", ""),
        ("name", ""),
        ("name", "x" * 201),
        ("nip", "123"),
        ("regon", "012100785"),
        ("krs", "12"),
        ("email", "nie adres"),
        ("phone", "dwa"),
        ("registered_on", "wczoraj"),
    ],
)
def test_a_wrong_entry_is_told_at_its_field_and_nothing_typed_is_lost(client_of, field, value):
    answer = client_of(make_user()).post(
        reverse("people:organisation-new"), {**ENTRY, field: value}
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Poznań" in answer.content.decode()


def test_an_organisation_already_here_is_told_in_a_sentence(client_of):
    make_organisation(nip="5260250274")

    answer = client_of(make_user()).post(reverse("people:organisation-new"), ENTRY)

    assert answer.status_code == 422
    assert Organisation.objects.count() == 1


def test_the_slower_of_two_editors_is_told(browser):
    row = make_organisation("Fundacja")
    url = reverse("people:organisation-edit", args=[row.pk])
    seen = browser.get(url).context["form"]["seen"].value()
    Organisation.objects.filter(pk=row.pk).update(town="Kutno")

    answer = browser.post(url, {**ENTRY, "seen": seen})
    assert answer.status_code == 422

    browser.post(url, {**ENTRY, "seen": answer.context["form"]["seen"].value()})
    row.refresh_from_db()
    assert row.name == "Fundacja Ławka"


def test_a_member_reads_and_does_not_edit(client_of):
    user, row = make_user(), make_organisation()
    make_membership(user.person, row)
    browser, url = client_of(user), reverse("people:organisation-edit", args=[row.pk])

    assert browser.get(row.get_absolute_url()).status_code == 200
    assert browser.get(url).status_code == 302
    browser.post(url, ENTRY)

    row.refresh_from_db()
    assert row.name != "Fundacja Ławka"


def test_staff_note_where_somebody_belongs(browser, staff):
    person, row = make_person(entered_by=staff), make_organisation()
    url = reverse("people:person-join", args=[person.pk])

    assert browser.post(url, {"organisation": "", "role": "member"}).status_code == 422
    browser.post(url, {"organisation": row.pk, "role": "employee", "since": "2026-01-01"})

    assert Membership.objects.get().person == person
    assert browser.post(url, {"organisation": row.pk, "role": "employee"}).status_code == 422


def test_staff_add_a_person_from_the_organisations_page(browser, staff):
    person, row = make_person(entered_by=staff), make_organisation()
    url = reverse("people:organisation-member", args=[row.pk])

    assert browser.get(url).status_code == 200
    assert browser.post(url, {"person": make_person().pk, "role": "member"}).status_code == 422
    browser.post(url, {"person": person.pk, "role": "member"})

    assert Membership.objects.get().organisation == row


def test_a_membership_is_ended_with_a_button(browser, staff):
    membership = make_membership(make_person(entered_by=staff))

    browser.post(reverse("people:membership-leave", args=[membership.pk]))

    membership.refresh_from_db()
    assert membership.until is not None


def test_a_membership_of_a_stranger_is_not_found(browser):
    membership = make_membership()

    assert browser.post(reverse("people:membership-leave", args=[membership.pk])).status_code == 404


def test_a_local_government_shows_its_type_and_says_what_is_missing(browser):
    row = make_local_government("Gmina Łęczna")

    facts = dict(browser.get(row.get_absolute_url()).context["facts"])

    assert facts["Type of local government"] == "rural municipality"
    assert facts["TERYT code"] is None


def test_a_membership_that_ended_is_not_ended_twice(browser, staff):
    membership = make_membership(make_person(entered_by=staff))
    url = reverse("people:membership-leave", args=[membership.pk])
    browser.post(url)

    answer = browser.post(url, follow=True)

    assert [str(message) for message in answer.context["messages"]][-1].startswith(
        "This membership"
    )


def test_the_body_it_answers_to_is_chosen_and_shown(browser):
    municipality = make_local_government("Gmina Lipowa")
    browser.post(
        reverse("people:organisation-new"),
        {**ENTRY, "kind": "public_body", "superior": municipality.pk},
    )

    row = Organisation.objects.get(name="Fundacja Ławka")
    assert row.superior == municipality
    assert "Gmina Lipowa" in browser.get(row.get_absolute_url()).content.decode()


def test_nothing_answers_to_itself(browser):
    row = make_organisation("Fundacja")
    url = reverse("people:organisation-edit", args=[row.pk])
    seen = browser.get(url).context["form"]["seen"].value()

    answer = browser.post(url, {**ENTRY, "superior": row.pk, "seen": seen})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["superior"]


def test_only_bodies_one_sees_are_offered_and_the_one_there_is_stays(client_of):
    user, hidden = make_user(), make_local_government("Gmina Ukryta")
    row = make_organisation("Fundacja", superior=hidden, entered_by=user)
    make_local_government("Gmina Inna")
    url = reverse("people:organisation-edit", args=[row.pk])

    form = client_of(user).get(url).context["form"]

    assert list(form.fields["superior"].queryset) == [hidden]
