"""The workspace pages about people, through the browser's eyes."""

import pytest
from django.urls import reverse
from django.utils import translation

from people.models import Membership, MergeRecord, Person
from people.templatetags.people import role_name
from tests.factories.people import (
    make_admin,
    make_membership,
    make_office_worker,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db

ENTRY = {
    "given_name": "Ula",
    "family_name": "Nowak",
    "email": "",
    "phone": "",
    "birth_year": "",
    "town": "",
}


@pytest.fixture
def staff():
    return make_office_worker("Anna Wrona")


@pytest.fixture
def browser(staff, client_of):
    return client_of(staff)


def text_of(answer):
    return answer.content.decode()


def said(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    browser, staff, item_count, django_assert_num_queries
):
    for _number in range(item_count):
        make_membership(make_person(entered_by=staff))
    url = reverse("people:people")
    browser.get(url)

    with django_assert_num_queries(9):
        assert browser.get(url).status_code == 200


def test_the_list_finds_without_accents_and_keeps_others_hidden(browser, staff):
    make_person("Żaneta Ćwik", entered_by=staff)
    make_person("Żaneta Ćwiklińska")

    answer = browser.get(reverse("people:people"), {"words": "zaneta cwik"})

    assert [person.full_name for person in answer.context["page_obj"]] == ["Żaneta Ćwik"]


def test_the_list_tells_who_logs_in(browser, staff):
    make_person("Bez Konta", entered_by=staff)

    answer = browser.get(reverse("people:people"), {"account": "no"})

    assert [person.full_name for person in answer.context["page_obj"]] == ["Bez Konta"]


def test_an_empty_search_says_what_to_try(browser):
    answer = browser.get(reverse("people:people"), {"words": "qqq"})

    assert not answer.context["page_obj"].object_list
    assert "empty" in text_of(answer)


def test_a_silly_page_number_shows_the_nearest_page(browser):
    assert browser.get(reverse("people:people"), {"page": "abc"}).status_code == 200


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_persons_page_asks_the_same_number_of_queries(
    browser, staff, item_count, django_assert_num_queries
):
    person = make_person(entered_by=staff)
    for _number in range(item_count):
        make_membership(person)
    browser.get(person.get_absolute_url())

    with django_assert_num_queries(15):
        browser.get(person.get_absolute_url())


def test_a_stranger_is_not_found(browser):
    assert browser.get(make_person().get_absolute_url()).status_code == 404


def test_a_visitor_is_asked_to_log_in(client):
    answer = client.get(reverse("people:people"))

    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


def test_somebody_alike_elsewhere_is_shown_masked(browser, staff):
    make_person("Ula Nowak", email="tajna@example.org")
    person = make_person("Ula Nowak", entered_by=staff)

    page = text_of(browser.get(person.get_absolute_url()))

    assert "U… N…, t…@…" in page
    assert "tajna" not in page


def test_staff_enter_a_person(browser, staff):
    answer = browser.post(reverse("people:person-new"), ENTRY, follow=True)

    person = Person.objects.get(family_name="Nowak")
    assert person.entered_by == staff
    assert answer.redirect_chain[-1][0] == person.get_absolute_url()


def test_entering_somebody_alike_asks_first(browser):
    make_person("Ula Nowak", email="tajna@example.org")

    answer = browser.post(reverse("people:person-new"), ENTRY)
    assert "U… N…, t…@…" in text_of(answer)
    assert Person.objects.filter(family_name="Nowak").count() == 1

    browser.post(reverse("people:person-new"), {**ENTRY, "sure": "on"})
    assert Person.objects.filter(family_name="Nowak").count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("given_name", ""),
        ("family_name", "x" * 121),
        ("email", "nie adres"),
        ("phone", "dwa"),
        ("birth_year", "1700"),
        ("birth_year", "rok"),
        ("town", "x" * 81),
    ],
)
def test_a_wrong_detail_is_told_at_its_field_and_nothing_typed_is_lost(browser, field, value):
    answer = browser.post(reverse("people:person-new"), {**ENTRY, "town": "Łódź", field: value})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert value in text_of(answer) or not value


def test_only_the_office_enters_people(client_of):
    assert client_of(make_user()).get(reverse("people:person-new")).status_code == 403


def test_staff_edit_whoever_does_not_log_in(browser, staff):
    person = make_person("Ula Nowak", entered_by=staff)
    url = reverse("people:person-edit", args=[person.pk])
    form = browser.get(url).context["form"]

    browser.post(url, {**ENTRY, "town": "Kutno", "seen": form["seen"].value()})

    person.refresh_from_db()
    assert person.town == "Kutno"


def test_the_slower_of_two_editors_is_told_and_may_save_again(browser, staff):
    person = make_person("Ula Nowak", entered_by=staff)
    url = reverse("people:person-edit", args=[person.pk])
    seen = browser.get(url).context["form"]["seen"].value()
    Person.objects.filter(pk=person.pk).update(town="Kutno")

    answer = browser.post(url, {**ENTRY, "town": "Łódź", "seen": seen})
    assert answer.status_code == 422
    assert 'value="Łódź"' in text_of(answer)

    browser.post(url, {**ENTRY, "town": "Łódź", "seen": answer.context["form"]["seen"].value()})
    person.refresh_from_db()
    assert person.town == "Łódź"


def test_staff_are_told_why_they_do_not_edit_whoever_logs_in(browser, staff):
    user = make_user(last_login="2026-01-01T00:00Z")
    Person.objects.filter(user=user).update(entered_by=staff)
    url = reverse("people:person-edit", args=[user.person.pk])

    for answer in (browser.get(url, follow=True), browser.post(url, ENTRY, follow=True)):
        assert len(said(answer)) == 1


def test_staff_invite_from_the_page(browser, staff):
    person = make_person("Ula Nowak", email="ula@example.org", entered_by=staff)

    answer = browser.post(reverse("people:person-invite", args=[person.pk]), follow=True)

    assert "ula@example.org" in said(answer)[0]
    assert person.invitations.count() == 1


def test_an_invitation_without_an_address_is_refused_with_a_sentence(browser, staff):
    person = make_person(entered_by=staff)

    answer = browser.post(reverse("people:person-invite", args=[person.pk]), follow=True)

    assert len(said(answer)) == 1
    assert not person.invitations.exists()


def test_merging_shows_both_sides_before_anything_moves(browser, staff):
    kept, merged = (make_person("Ula Nowak", entered_by=staff) for _side in range(2))
    make_membership(merged)
    url = reverse("people:person-merge", args=[kept.pk])

    assert merged in browser.get(url).context["alike"]
    assert browser.get(url, {"with": merged.pk}).status_code == 200
    assert Membership.objects.get().person == merged

    answer = browser.post(url, {"with": merged.pk, "note": "ta sama"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse(
        "people:merge", args=[MergeRecord.objects.get().pk]
    )
    assert Membership.objects.get().person == kept


def test_the_page_of_a_merged_record_leads_to_the_kept_one(browser, staff):
    kept, merged = (make_person("Ula Nowak", entered_by=staff) for _side in range(2))
    browser.post(reverse("people:person-merge", args=[kept.pk]), {"with": merged.pk})

    answer = browser.get(merged.get_absolute_url(), follow=True)

    assert answer.redirect_chain[-1][0] == kept.get_absolute_url()


def test_a_record_to_merge_is_searched_for(browser, staff):
    kept = make_person("Ula Nowak", entered_by=staff)
    other = make_person("Urszula Nowakowa", entered_by=staff)

    answer = browser.get(reverse("people:person-merge", args=[kept.pk]), {"words": "nowakowa"})

    assert list(answer.context["found"]) == [other]
    assert (
        browser.post(reverse("people:person-merge", args=[kept.pk]), {"with": "x"}).status_code
        == 200
    )


def test_a_forbidden_merge_says_why_and_offers_no_button(browser, staff):
    kept = make_person("Ula Nowak", entered_by=staff)

    answer = browser.get(reverse("people:person-merge", args=[kept.pk]), {"with": staff.person.pk})

    assert answer.context["preview"].problems
    assert 'name="with"' not in text_of(answer)


def test_an_administrator_forgets_a_name_once_told_who_asked(client_of):
    admin, person = make_admin(), make_person("Ula Nowak")
    browser, url = client_of(admin), reverse("people:person-erase", args=[person.pk])

    assert browser.get(url).status_code == 200
    assert browser.post(url, {"note": ""}).status_code == 422
    browser.post(url, {"note": "list z 3 marca"})

    person.refresh_from_db()
    assert "Nowak" not in str(person)


def test_staff_do_not_forget_names(browser, staff):
    person = make_person("Ula Nowak", entered_by=staff)
    url = reverse("people:person-erase", args=[person.pk])

    browser.get(url)
    browser.post(url, {"note": "tak"})

    person.refresh_from_db()
    assert str(person) == "Ula Nowak"


def test_every_page_of_a_person_opens_in_english_too(browser, staff):
    person = make_person("Ula Nowak", email="u@example.org", entered_by=staff)
    names = ("person", "person-edit", "person-merge", "person-consent", "person-join")
    with translation.override("en"):
        urls = [reverse(f"people:{name}", args=[person.pk]) for name in names]

    assert [browser.get(url).status_code for url in urls] == [200] * len(names)


def test_a_refused_merge_comes_back_with_its_reason(browser, staff):
    kept = make_person("Ula Nowak", entered_by=staff)

    answer = browser.post(
        reverse("people:person-merge", args=[kept.pk]), {"with": kept.pk, "note": "x"}
    )

    assert answer.status_code == 422
    assert not MergeRecord.objects.exists()


def test_a_note_that_is_too_long_merges_nothing(browser, staff):
    kept, merged = (make_person("Ula Nowak", entered_by=staff) for _side in range(2))

    answer = browser.post(
        reverse("people:person-merge", args=[kept.pk]), {"with": merged.pk, "note": "x" * 301}
    )

    assert list(answer.context["form"].errors) == ["note"]


def test_nobody_opens_a_merge_with_their_own_record(browser, staff):
    answer = browser.get(reverse("people:person-merge", args=[staff.person.pk]), follow=True)

    assert len(said(answer)) == 2


def test_the_roll_of_a_merge_is_for_the_office(client_of, browser, staff):
    user = make_user("Ula Nowak")
    Person.objects.filter(user=user).update(entered_by=staff)
    twin = make_person("Ula Nowak", entered_by=staff)
    browser.post(reverse("people:person-merge", args=[user.person.pk]), {"with": twin.pk})
    roll = reverse("people:merge", args=[MergeRecord.objects.get().pk])

    assert browser.get(roll).status_code == 200
    assert client_of(user).get(roll).status_code == 302
    assert client_of(make_office_worker()).get(roll).status_code == 404


def test_somebody_sees_their_own_page_without_hints_about_others(client_of):
    user = make_user("Ula Nowak")
    make_person("Ula Nowak")

    answer = client_of(user).get(user.person.get_absolute_url())

    assert answer.status_code == 200
    assert "alike_hidden" not in answer.context


def test_a_story_tells_what_happened_in_words(browser, staff):
    browser.post(reverse("people:person-new"), {**ENTRY, "email": "ula@example.org"})
    person = Person.objects.get(email="ula@example.org")
    browser.post(reverse("people:person-invite", args=[person.pk]))

    entries = browser.get(person.get_absolute_url()).context["entries"]

    assert [(entry.what, entry.by) for entry in entries] == [
        ("Invited to log in", "Anna Wrona"),
        ("Entered", "Anna Wrona"),
    ]


def test_roles_are_named_for_people(client_of, settings):
    staff = make_office_worker("Anna Wrona")

    page = client_of(staff).get(staff.person.get_absolute_url())

    assert [line.role for line in page.context["roles"]] == ["staff"]
    assert role_name("staff") == "staff"
    assert role_name("przewodnik") == "przewodnik"
