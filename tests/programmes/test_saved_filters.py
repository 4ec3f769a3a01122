"""A filter of a list is kept under a name, for oneself or for a team, and says when it names what is gone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.actions.privacy import erase_person
from programmes.models import SavedFilter
from tests.factories.activities import make_staff
from tests.factories.grants import make_application, make_call, staff_of
from tests.factories.people import make_admin, make_user

pytestmark = pytest.mark.django_db
PLACE = "grants:application-list"


@pytest.fixture
def call():
    return make_application(make_call(), "submitted").call


@pytest.fixture
def staff(call):
    return staff_of(call)


@pytest.fixture
def colleague(call):
    return make_staff(call.programme)


def keep(owner, name="Złożone", query="state=submitted", **fields):
    return SavedFilter.objects.create(owner=owner, place=PLACE, name=name, query=query, **fields)


def page_of(browser, query="", place=PLACE):
    return browser.get(f"{reverse(place)}?{query}").content.decode()


def save(browser, back, **typed):
    return browser.post(
        reverse("programmes:filter-new", query={"back": back}), {"name": "Złożone", **typed}
    )


def test_a_filter_is_saved_and_stands_above_the_list_as_a_button(client_of, staff):
    browser = client_of(staff)
    back = f"{reverse(PLACE)}?state=submitted&sort=&page=2"
    assert "Zapisz ten filtr" in page_of(browser, "state=submitted")

    answer = save(browser, back)

    assert answer["Location"] == f"{reverse(PLACE)}?state=submitted"
    page = browser.get(answer["Location"]).content.decode()
    assert 'class="chip" href="?state=submitted" aria-current="true"' in page
    assert "Zapisz ten filtr" not in page
    assert 'class="chip" href="?state=submitted">' in page_of(browser)


def test_the_same_choice_in_another_order_is_the_same_filter(client_of, staff):
    keep(staff, query="late=on&state=submitted")

    page = page_of(client_of(staff), "state=submitted&page=1&late=on&words=")

    assert 'aria-current="true"' in page.partition('class="chips"')[2]


def test_a_filter_stands_above_its_own_list_and_no_other(client_of, staff):
    keep(staff)

    assert 'class="chip"' not in page_of(client_of(staff), place="grants:agreement-list")


def test_a_filter_is_seen_by_its_owner_alone_until_it_is_shared_with_the_team(
    client_of, call, staff, colleague
):
    saved = keep(staff)
    browser, colleagues = client_of(staff), client_of(colleague)
    assert "Złożone" not in page_of(colleagues).partition('class="chips"')[2]

    url = reverse("programmes:filter", args=[saved.pk], query={"back": reverse(PLACE)})
    browser.post(url, {"name": "Do sprawdzenia", "shared_with": call.programme.pk})

    page = page_of(colleagues)
    assert "Do sprawdzenia" in page
    assert str(staff) in page.partition('class="chips"')[2]  # whose it is
    assert "Zmień nazwę" not in page_of(colleagues, "state=submitted")


def test_who_uses_a_shared_filter_does_not_change_it_and_strangers_do_not_know_of_it(
    client_of, call, staff, colleague
):
    saved = keep(staff, shared_with=call.programme)
    for name in ("filter", "filter-delete"):
        url = reverse(f"programmes:{name}", args=[saved.pk])
        assert client_of(colleague).post(url, {"name": "Moje"}).status_code == 403
        assert client_of(make_user()).post(url, {"name": "Moje"}).status_code == 404
    assert SavedFilter.objects.get().name == "Złożone"


def test_an_administrator_does_not_see_what_people_keep_for_themselves(client_of, staff):
    saved = keep(staff)

    url = reverse("programmes:filter", args=[saved.pk])

    assert client_of(make_admin()).get(url).status_code == 404


def test_one_shares_with_the_teams_of_programmes_that_one_runs_only(client_of, staff):
    other = make_call().programme

    answer = save(client_of(staff), f"{reverse(PLACE)}?state=submitted", shared_with=other.pk)

    assert answer.status_code == 422
    assert not SavedFilter.objects.exists()


def test_a_filter_is_deleted_by_its_owner(client_of, staff):
    saved = keep(staff)
    url = reverse("programmes:filter-delete", args=[saved.pk], query={"back": reverse(PLACE)})

    answer = client_of(staff).post(url, follow=True)

    assert "usunięty" in answer.content.decode()
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("back", "name", "says"),
    [
        ("?state=submitted", "", "Nadaj filtrowi nazwę."),
        ("?state=submitted", "Złożone", "Masz już filtr o tej nazwie"),
        ("?state=submitted", "n" * 61, "60"),
        ("?page=3&words=", "Nic", "Lista pokazuje wszystko."),
        (f"?words={'a' * 1001}", "Długi", "za długi"),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(client_of, staff, back, name, says):
    keep(staff, query="late=on")

    answer = save(client_of(staff), f"{reverse(PLACE)}{back}", name=name)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert f'value="{name}"' in answer.content.decode() or not name


def test_a_filter_that_names_a_column_no_longer_there_says_so(client_of, staff):
    keep(staff, "Stary", query="colour=red&state=submitted")
    keep(staff, "Ścieżka", query="state=gone")
    browser = client_of(staff)

    page = page_of(browser, "colour=red&state=submitted")
    assert "wskazuje coś, czego już nie ma: colour" in page
    assert "table__yours" in page  # what it does know, it still filters by
    assert "wskazuje coś, czego już nie ma: w stanie" in page_of(browser, "state=gone")
    assert "czego już nie ma:" in page_of(browser).partition('class="chips"')[2]  # on the button


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", "/nothing/here/x"])  # fmt: skip
def test_the_way_back_leads_to_pages_of_tandem_only(client_of, staff, back):
    browser = client_of(staff)
    assert browser.get(reverse("programmes:filter-new", query={"back": back})).status_code == 404
    assert save(browser, back).status_code == 404


def test_the_page_opens_in_the_other_language_with_the_way_back_as_it_was(client_of, staff):
    url = reverse("programmes:filter-new", query={"back": f"{reverse(PLACE)}?late=on"})

    assert client_of(staff).get(f"/en{url}").status_code == 200


def test_filters_of_whoever_is_forgotten_are_deleted():
    owner = make_user("Ewa Znikająca")
    keep(owner)

    erase_person(person=owner.person, by=make_admin())

    assert not SavedFilter.objects.exists()


def test_filters_cost_one_question_however_many_there_are(client_of, staff):
    browser = client_of(staff)
    counts = []
    for number in (1, 2, 3):
        keep(staff, f"Filtr {number}", query=f"words={number}")
        with CaptureQueriesContext(connection) as sent:
            page_of(browser)
        counts.append(len(sent))

    assert counts[1] == counts[2]
