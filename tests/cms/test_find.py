"""Find: one field for numbers, names, organisations and titles, over what somebody may see and nothing else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.actions.listing import declare_ties
from grants.models import Application
from grants.rules.declaring import parties_in
from tests.factories.activities import make_event
from tests.factories.grants import chair_of, make_application, make_call, staff_of
from tests.factories.grants_later import (
    applications_of,
    ask,
    make_agreement,
    make_assessor,
    make_judged_call,
)
from tests.factories.mentoring import make_edition, make_pair, mentee_of, mentor_of
from tests.factories.people import (
    make_admin,
    make_office_worker,
    make_organisation,
    make_person,
    make_user,
)
from workflows import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def finds(client_of):
    """Return a function that gives what `user` sees when they look for `words`."""

    def look(user, words, **more):
        answer = client_of(user).get(reverse("cms:find"), {"q": words, **more})
        assert answer.status_code == 200
        return answer.content.decode().partition("<main")[2]

    return look


def address_of(row):
    return f'href="{row.get_absolute_url()}"'


def make_garden():
    return make_application(state="submitted", title="Ogród społeczny na Łące Żeńskiej")


@pytest.mark.parametrize(
    "words",
    ["ogród", "OGROD", "lace zenskiej", "Żeńskiej ogród", "Łąc społ", "1/2026", "1-2026", "12026"],
)
def test_an_application_is_found_by_title_and_number_however_they_are_typed(finds, words):
    garden = make_garden()
    year = garden.number.partition("/")[2]

    page = finds(staff_of(garden.call), words.replace("2026", year))

    assert address_of(garden) in page
    assert "złożony" in page  # its state
    assert garden.call.title in page  # and where it is


def test_an_application_is_found_by_its_organisation_by_nip_and_by_who_wrote_it(finds):
    garden = make_garden()
    organisation = make_organisation("Fundacja Źdźbło", nip="5261040828")
    Application.objects.filter(pk=garden.pk).update(organisation=organisation)
    staff = staff_of(garden.call)

    for words in ("zdzblo", "526-104-08-28", "PL 526 104 08 28", "autora wniosku"):
        assert address_of(garden) in finds(staff, words)


def test_the_number_that_was_typed_whole_stands_first(finds):
    call = make_call()
    for _ in range(11):
        make_application(call, "submitted", author=make_user())
    first, second = (call.applications.get(ordinal=n) for n in (11, 1))

    page = finds(staff_of(call), second.number)

    assert address_of(second) in page
    assert address_of(first) not in page  # "11/2026" begins otherwise


def test_nobody_finds_the_application_of_somebody_else(finds):
    garden = make_garden()

    page = finds(make_user(), "ogród")

    assert address_of(garden) not in page
    assert "Nic się nie znalazło" in page


def test_authors_find_their_own_draft(finds):
    draft = make_application(title="Ogród w szkole")

    assert address_of(draft) in finds(draft.author, "szkole")
    assert address_of(draft) not in finds(staff_of(draft.call), "szkole")


def test_in_a_blind_call_an_assessor_finds_the_sheet_by_title_and_never_by_who_applies(finds):
    call = make_judged_call(is_blind=True, assessments_needed=1)
    application, assessor = applications_of(call)[0], make_assessor(call)
    seen = [key for key, _label in parties_in(call)]
    declare_ties(call=call, ticked=[], seen=seen, by=assessor, at=clock.now())
    sheet = ask(application, assessor)
    sheet.declare_no_conflict(by=assessor, confirmed=True)
    organisation = make_organisation("Kanarkowe Koło", nip="5261040828")
    Application.objects.filter(pk=application.pk).update(
        title="Ławka",
        applicant=organisation.name,
        organisation=organisation,
        search_text="lawka kanarkowe kolo",
    )

    assert address_of(sheet) in finds(assessor, "lawka")
    for who in (assessor, chair_of(call)):
        nothing = finds(who, "zzzzzz").replace("zzzzzz", "")
        for words in ("kanarkowe", "5261040828", "wniosku"):
            assert finds(who, words).replace(words, "") == nothing


def test_an_assessor_does_not_find_the_sheets_of_others(finds):
    call = make_judged_call(assessments_needed=1)
    application = applications_of(call)[0]
    sheet = ask(application, make_assessor(call))

    assert address_of(sheet) not in finds(make_assessor(call, "Inna Osoba"), application.number)


def test_a_pair_is_found_by_those_who_are_in_it_and_their_staff(finds):
    pair = make_pair("active")
    name = pair.mentee.person.family_name
    other = make_pair("active")

    assert address_of(pair) in finds(mentor_of(pair), name)
    assert address_of(pair) in finds(mentee_of(pair), name)
    assert address_of(pair) not in finds(mentor_of(other), name)


def test_the_office_finds_people_by_a_telephone_and_the_list_does_not_show_it(finds):
    person = make_person("Żaneta Łęcka", phone="+48601234567", town="Kłodzko")

    page = finds(make_admin(), "601 234 567")

    assert address_of(person) in page
    assert "Kłodzko" in page
    assert "+48" not in page


def test_organisations_agreements_calls_editions_and_events_are_found(finds):
    agreement = make_agreement()
    staff = staff_of(agreement.call)
    edition, event = make_edition(), make_event()
    organisation = make_organisation("Ćmielowski Klub")

    assert address_of(agreement) in finds(staff, agreement.number)
    assert address_of(agreement.call) in finds(staff, agreement.call.title)
    assert address_of(organisation) in finds(make_office_worker(), "cmielow")
    admin = make_admin()
    assert address_of(edition) in finds(admin, edition.title)
    assert address_of(event) in finds(admin, event.title)


def test_five_of_a_kind_are_shown_and_all_of_them_on_a_page_of_their_own(finds):
    for number in range(7):
        make_organisation(f"Klub {number} Wędrowców")

    page = finds(make_admin(), "wedrowcow")
    assert page.count('class="row-link__title"') == 5
    assert "Wszystkie 7" in page

    whole = finds(make_admin(), "wedrowcow", kind="people.organisation")
    assert whole.count('class="row-link__title"') == 7


def test_a_kind_that_nobody_knows_and_a_page_that_is_not_there_are_no_error(finds):
    make_organisation("Klub Wędrowców")
    admin = make_admin()

    assert "Klub Wędrowców" in finds(admin, "klub", kind="nonsense")
    assert "Klub Wędrowców" in finds(admin, "klub", kind="people.organisation", page="99")
    assert "Nic się nie znalazło" in finds(admin, "zzz", kind="people.organisation")


@pytest.mark.parametrize("words", ["", "a", "  ", "-", "%"])
def test_one_letter_finds_nothing_yet(finds, words):
    make_organisation("Klub a % -")

    assert "row-link" not in finds(make_admin(), words)


@pytest.mark.parametrize("words", ["%%", "x\x00q", "'; --", "x" * 5000, "ł" * 300])
def test_odd_signs_are_looked_for_as_they_are(finds, words):
    make_organisation("Klub")

    assert "Nic się nie znalazło" in finds(make_admin(), words)


def test_what_was_typed_stays_in_the_field_and_is_no_markup(finds):
    page = finds(make_admin(), '<b>"x"')

    assert "&lt;b&gt;&quot;x&quot;" in page
    assert "<b>" not in page


def test_as_one_types_a_list_comes_without_its_page(client_of):
    organisation = make_organisation("Klub Wędrowców")
    browser = client_of(make_admin())

    listed = browser.get(reverse("cms:find"), {"q": "klub"}, headers={"HX-Request": "true"})
    nothing = browser.get(reverse("cms:find"), {"q": "zzz"}, headers={"HX-Request": "true"})
    short = browser.get(reverse("cms:find"), {"q": "k"}, headers={"HX-Request": "true"})

    assert listed.content.decode().startswith('<div id="find-list" role="listbox"')
    assert address_of(organisation) in listed.content.decode()
    assert "HX-Request" in listed["Vary"]
    assert "Nic się nie znalazło" in nothing.content.decode()
    assert short.content.decode().strip() == ""


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_asks_one_question_for_each_kind_however_much_it_finds(client_of, rows):
    call = make_call(title_pl="Wspólny Klub")
    for number in range(rows):
        make_application(call, "submitted", author=make_user(), title=f"Klub {number}")
        make_organisation(f"Klub {number}")
    browser, address = client_of(staff_of(call)), reverse("cms:find")
    browser.get(address)

    with CaptureQueriesContext(connection) as empty:
        browser.get(address)
    with CaptureQueriesContext(connection) as found:
        browser.get(address, {"q": "klub"})

    assert len(found) - len(empty) == 33  # a kind each, and whose forms one sees


def test_visitors_are_asked_to_log_in(client):
    answer = client.get(reverse("cms:find"), {"q": "klub"})

    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]
