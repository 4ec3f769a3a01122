"""What can go wrong while a call is set up and opened: a sentence, nothing lost, never a crash."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grants.models import Call
from tests.factories.activities import make_activity
from tests.factories.grants import make_call, staff_of
from tests.grants.test_call_pages import IDEA, rows, sheet, staff_with_activity
from workflows.models import History

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"code": "x" * 200}, "code"),
        ({"opens_at": "99999-01-01T00:00"}, "opens_at"),
        ({"eligible_from": "pojutrze"}, "eligible_from"),
        ({"title_pl": "a\x00b"}, "title_pl"),
        ({"questionnaire": "999999"}, "questionnaire"),
        ({"who_may_apply": []}, "who_may_apply"),
        ({"pool": "1e9"}, "pool"),
    ],
)
def test_a_mistake_is_named_and_everything_typed_stays(
    client_of: ClientOf, changes: dict[str, Any], says: str
) -> None:
    user, activity = staff_with_activity()

    page = client_of(user).post(
        reverse("grants:call-create"), sheet(activity, title_en="Kept words", **changes)
    )

    assert page.status_code == 422
    assert says in page.context["form"].errors
    assert "Kept words" in page.content.decode()
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    ("chapter", "changes", "says"),
    [
        ("formal", {"check_days": "99999999999999999999"}, "check_days"),
        ("duties", {"report_days": "dwa"}, "report_days"),
        ("assessment", {"assessments_needed": "0"}, "assessments_needed"),
        ("basics", {"summary_pl": "x" * 601}, "summary_pl"),
        ("criteria", {"threshold_total": "NaN"}, "threshold_total"),
        ("criteria", rows("criteria", IDEA | {"maximum": "Infinity"}), "criteria-0-maximum"),
        ("criteria", rows("criteria", IDEA | {"title_pl": "x" * 201}), "criteria-0-title_pl"),
        ("criteria", {"criteria-TOTAL_FORMS": "999999", "criteria-INITIAL_FORMS": "0"}, ""),
    ],
)
def test_a_mistake_in_a_chapter_is_named(
    client_of: ClientOf, chapter: str, changes: dict[str, Any], says: str
) -> None:
    call = make_call("draft")

    page = client_of(staff_of(call)).post(at(call, chapter), {"version": call.version} | changes)

    assert page.status_code == 422
    assert any(says in anchor for anchor, _label, _sentence in page.context["sheet"].mistakes())


def at(call: Call, chapter: str) -> str:
    return reverse("grants:call-chapter", args=[call.code, chapter])


def test_a_call_is_not_set_up_in_somebody_elses_programme(client_of: ClientOf) -> None:
    user, _mine = staff_with_activity()

    page = client_of(user).post(reverse("grants:call-create"), sheet(make_activity("grant_call")))

    assert list(page.context["form"].errors) == ["activity"]


@pytest.mark.parametrize("name", ["call", "call-edit"])
def test_staff_of_another_programme_find_no_call(client_of: ClientOf, name: str) -> None:
    call, other = make_call("draft"), make_call("draft")
    browser = client_of(staff_of(other))

    assert browser.get(reverse(f"grants:{name}", args=[call.code])).status_code == 404
    opening = reverse("grants:call-move", args=[call.code, "open_call"])
    assert browser.post(opening, {"version": call.version}).status_code == 404
    call.refresh_from_db()
    assert call.state == "draft"


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999", "²"])
def test_changes_that_do_not_say_what_they_saw_are_refused_and_kept(
    client_of: ClientOf, version: str
) -> None:
    call = make_call("draft")
    typed = {
        "activity": call.activity_id,
        "code": call.code,
        "kind": call.kind,
        "title_pl": "Moje słowa",
        "version": version,
    }

    page = client_of(staff_of(call)).post(at(call, "basics"), typed)

    assert page.status_code == 409
    assert "Moje słowa" in page.content.decode()


@pytest.mark.parametrize("key", ["999999", "x", ""])
def test_a_criterion_that_is_gone_is_a_sentence(client_of: ClientOf, key: str) -> None:
    call = make_call("draft")
    typed = rows("criteria", IDEA | {"title_pl": "Moje słowa", "id": key}, initial=1)

    page = client_of(staff_of(call)).post(at(call, "criteria"), typed | {"version": call.version})

    assert page.status_code == 422
    assert page.context["sheet"].mistakes()
    assert "Moje słowa" in page.content.decode()


def test_a_criterion_of_another_call_is_never_touched(client_of: ClientOf) -> None:
    call, other = make_call("draft"), make_call("draft")
    theirs = other.criteria.first()
    typed = rows("criteria", IDEA | {"title_pl": "Przejęte", "id": theirs.pk}, initial=1)

    client_of(staff_of(call)).post(at(call, "criteria"), typed | {"version": call.version})

    before = (theirs.title, theirs.call_id, theirs.maximum)
    theirs.refresh_from_db()
    assert (theirs.title, theirs.call_id, theirs.maximum) == before


def test_opening_twice_opens_once(client_of: ClientOf) -> None:
    call = make_call("draft")
    url, browser = (
        reverse("grants:call-move", args=[call.code, "open_call"]),
        client_of(staff_of(call)),
    )

    first, second = (browser.post(url, {"version": call.version}) for _ in range(2))

    assert first.url == second.url == call.get_absolute_url()  # type: ignore[attr-defined]
    assert History.objects.of(call).filter(move="open_call").count() == 1


def test_a_reason_that_is_too_long_stays_on_the_page(client_of: ClientOf) -> None:
    call = make_call()

    page = client_of(staff_of(call)).post(
        reverse("grants:call-move", args=[call.code, "cancel"]),
        {"version": call.version, "note": "x" * 4001},
    )

    assert page.status_code == 422
    assert "x" * 4001 in page.content.decode()


def test_a_call_that_is_not_there_is_not_found(client_of: ClientOf, client: Client) -> None:
    browser = client_of(staff_of(make_call()))

    for name in ("call", "call-edit", "application-start"):
        assert browser.get(reverse(f"grants:{name}", args=["nie-ma"])).status_code == 404
    assert client.get("/calls/nie-ma/").status_code == 404
