"""The pages of calls: for everybody, for staff setting one up, for those who run or judge it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from grants.actions.call import USUAL_CHECKLIST
from grants.models import Call
from tests.factories.activities import make_activity
from tests.factories.grants import (
    chair_of,
    close,
    make_application,
    make_call,
    publish_default_form,
    staff_of,
)
from tests.factories.people import make_admin, make_user
from workflows import clock
from workflows.roles import give_role

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]


def staff_with_activity() -> tuple[Any, Any]:
    """Somebody who runs a programme with a grant activity."""
    activity, user = make_activity("grant_call"), make_user()
    give_role(user, "staff", activity.programme, by=None)
    return user, activity


def sheet(activity: Any, /, **changes: Any) -> dict[str, Any]:
    """What staff type to begin a call."""
    now = clock.now()
    day = now.strftime("%Y-%m-%dT%H:%M")
    later = (now + timedelta(days=20)).strftime("%Y-%m-%dT%H:%M")
    return {
        "activity": activity.pk,
        "code": "lawki",
        "kind": "micro_grant",
        "title_pl": "Ławki dla Rybnika",
        "pool": "30 000,00",
        "min_grant": "1000",
        "max_grant": "10 000",
        "who_may_apply": ["informal_group"],
        "opens_at": day,
        "closes_at": later,
        "eligible_from": (now + timedelta(days=30)).date().isoformat(),
        "eligible_to": (now + timedelta(days=90)).date().isoformat(),
        "questionnaire": publish_default_form().pk,
    } | changes


IDEA = {"title_pl": "Pomysł", "maximum": "10", "threshold": "5,5", "weight": "1"}


def rows(name: str, *typed: dict[str, Any], initial: int = 0, **more: Any) -> dict[str, Any]:
    """A table of a chapter as it is posted."""
    cells = {
        f"{name}-{place}-{column}": value
        for place, row in enumerate(typed)
        for column, value in row.items()
    }
    return {f"{name}-TOTAL_FORMS": len(typed), f"{name}-INITIAL_FORMS": initial} | cells | more


def test_everybody_reads_an_open_call(client: Client) -> None:
    call = make_call()

    page = client.get(call.get_public_url())

    assert page.status_code == 200
    assert f"?next={call.get_public_url()}".encode() in page.content
    assert "Pomysł" in page.content.decode()


def test_nobody_reads_a_call_in_preparation(client: Client) -> None:
    assert client.get(make_call("draft").get_public_url()).status_code == 404


def test_whoever_prepares_a_call_reads_its_public_page_before_everybody_does(
    client_of: ClientOf,
) -> None:
    call = make_call("draft", title_pl="Ławki dla Rybnika")
    assessor = make_user()
    give_role(assessor, "assessor", call, by=None)
    browser, address = client_of(staff_of(call)), call.get_public_url()

    assert address in browser.get(call.get_absolute_url()).text
    page = browser.get(address).text
    assert "Tę stronę widzą teraz tylko ci, którzy przygotowują nabór" in page
    assert reverse("grants:application-start", args=[call.code]) not in page
    assert reverse("grants_public:quiz", args=[call.code]) not in page
    assert reverse("grants_public:ask", args=[call.code]) not in page
    for other in (assessor, chair_of(call), staff_of(make_call()), make_user()):
        assert client_of(other).get(address).status_code == 404
    assert "Ławki dla Rybnika" not in browser.get(reverse("grants_public:call-list")).text


def test_a_closed_call_offers_no_way_in(client: Client) -> None:
    call = make_call("closed")

    page = client.get(call.get_public_url()).content.decode()

    assert reverse("account_signup") not in page


def test_an_applicant_finds_the_way_back_to_their_draft(client_of: ClientOf) -> None:
    draft = make_application()

    page = client_of(draft.author).get(draft.call.get_public_url()).content.decode()

    assert reverse("grants:application-write", args=[draft.pk]) in page


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_public_list_asks_the_same_few_questions(
    client: Client, item_count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(item_count):
        make_call()
    client.get(reverse("grants_public:call-list"))

    with django_assert_num_queries(6):
        client.get(reverse("grants_public:call-list"))


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_staffs_list_asks_the_same_few_questions(
    client_of: ClientOf, item_count: int, django_assert_num_queries: Any
) -> None:
    user, activity = staff_with_activity()
    for _ in range(item_count):
        make_application(make_call(activity=activity, by=user), "submitted")
    browser = client_of(user)
    browser.get(reverse("grants:call-list"))

    with django_assert_num_queries(7):
        browser.get(reverse("grants:call-list"))


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_calls_page_asks_the_same_few_questions(
    client_of: ClientOf, item_count: int, django_assert_num_queries: Any
) -> None:
    call = make_call()
    for _ in range(item_count):
        make_application(call, "submitted")
    browser = client_of(staff_of(call))
    browser.get(call.get_absolute_url())

    with django_assert_num_queries(15):
        browser.get(call.get_absolute_url())


def test_staff_begin_a_call_give_it_criteria_and_open_it(client_of: ClientOf) -> None:
    user, activity = staff_with_activity()
    browser = client_of(user)

    made = browser.post(reverse("grants:call-create"), sheet(activity))
    call = Call.objects.get(code="lawki")
    chapter = reverse("grants:call-chapter", args=["lawki", "criteria"])
    saved = browser.post(chapter, rows("criteria", IDEA) | {"version": call.version})
    call.refresh_from_db()
    opened = browser.post(
        reverse("grants:call-move", args=["lawki", "open_call"]), {"version": call.version}
    )

    listed = reverse("grants:call-edit", args=["lawki"])
    assert made.url == saved.url == listed  # type: ignore[attr-defined]
    assert opened.url == call.get_absolute_url()  # type: ignore[attr-defined]
    call.refresh_from_db()
    assert (call.state, str(call.pool)) == ("open", "30000.00")
    assert [(one.key, str(one.threshold)) for one in call.criteria.all()] == [("pomysl", "5.5")]
    assert call.checklist.count() == len(USUAL_CHECKLIST)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"pool": "dużo"}, "pool"),
        ({"pool": "-1"}, "pool"),
        ({"pool": "9999999999999999"}, "pool"),
        ({"min_grant": "20000"}, "max_grant"),
        ({"pool": "5000"}, "pool"),
        ({"opens_at": "2026-03-29T02:30"}, "opens_at"),
        ({"closes_at": "2026-10-25T02:30"}, "closes_at"),
        ({"closes_at": "wieczorem"}, "closes_at"),
        ({"closes_at": "2020-01-01T12:00"}, "closes_at"),
        ({"eligible_to": "2020-01-01"}, "eligible_to"),
        ({"code": "Ławki!"}, "code"),
        ({"title_pl": ""}, "title_pl"),
        ({"title_pl": "x" * 201}, "title_pl"),
        ({"activity": "999999"}, "activity"),
        ({"who_may_apply": "martians"}, "who_may_apply"),
        ({"code": "import"}, "code"),
        ({"kind": "barter"}, "kind"),
    ],
)
def test_a_mistake_on_the_sheet_is_named_at_its_field(
    client_of: ClientOf, changes: dict[str, str], says: str
) -> None:
    user, activity = staff_with_activity()

    page = client_of(user).post(reverse("grants:call-create"), sheet(activity, **changes))

    assert page.status_code == 422
    assert says in page.context["form"].errors
    assert not Call.objects.exists()


def test_the_labels_of_the_sheet_are_in_the_language_of_whoever_reads_it(
    client_of: ClientOf,
) -> None:
    browser = client_of(staff_with_activity()[0])

    for code, words in (
        ("pl", ["Największy grant", "Tytuł (po angielsku)"]),
        ("en", ["Largest grant", "Title (in English)"]),
        ("pl", ["Największy grant", "Tytuł (po angielsku)"]),
    ):
        with override(code):
            page = browser.get(reverse("grants:call-create")).text
        assert [label for label in words if label not in page] == []


def test_a_code_is_taken_once(client_of: ClientOf) -> None:
    user, activity = staff_with_activity()
    make_call("draft", code="lawki")

    page = client_of(user).post(reverse("grants:call-create"), sheet(activity))

    assert list(page.context["form"].errors) == ["code"]


def test_those_who_run_nothing_set_up_nothing(client_of: ClientOf) -> None:
    browser = client_of(make_user())

    assert browser.get(reverse("grants:call-create")).status_code == 404
    assert browser.post(reverse("grants:call-create"), {}).status_code == 404


def test_a_call_that_cannot_open_yet_says_why(client_of: ClientOf) -> None:
    call = make_call("draft", questionnaire=None)
    browser = client_of(staff_of(call))

    page = browser.get(call.get_absolute_url())
    refused = browser.post(
        reverse("grants:call-move", args=[call.code, "open_call"]), {"version": call.version}
    )

    assert "formularz" in page.content.decode()
    assert refused.status_code == 422


def test_a_call_is_cancelled_on_its_page_with_a_reason(client_of: ClientOf) -> None:
    call = make_call()
    url, browser = (
        reverse("grants:call-move", args=[call.code, "cancel"]),
        client_of(staff_of(call)),
    )

    assert browser.post(url, {"version": call.version, "note": ""}).status_code == 422
    assert browser.post(url, {"version": call.version, "note": "Brak środków."}).status_code == 302


def test_the_committee_sees_the_call_and_strangers_do_not(client_of: ClientOf) -> None:
    call = make_call()
    make_application(call, "submitted")
    chair = chair_of(call)

    before = client_of(chair).get(call.get_absolute_url()).content.decode()
    close(call)
    after = client_of(chair).get(call.get_absolute_url()).content.decode()

    assert "Ławka pod lipą" not in before
    assert "Ławka pod lipą" in after
    assert client_of(make_user()).get(call.get_absolute_url()).status_code == 404


def test_whoever_runs_no_programme_with_grants_is_led_to_the_programmes(client_of):
    page = client_of(make_admin()).get(reverse("grants:call-list")).text

    assert "Nie ma jeszcze naborów" in page
    assert f'href="{reverse("programmes:programmes")}">Do programów' in page
