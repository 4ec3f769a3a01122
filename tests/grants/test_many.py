"""The staff's table and board of a call: finding, ordering, and doing one thing to many, with a preview."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from grants.models import Application
from tests.factories.grants import (
    chair_of,
    check,
    close,
    fresh,
    make_application,
    make_call,
    staff_of,
)
from workflows.many import MOST
from workflows.models import History, Message

ClientOf = Callable[[Any], Client]
LIST, MANY = "grants:application-list", "grants:application-many"

pytestmark = pytest.mark.django_db


def found(browser: Client, **asked: Any) -> list[str]:
    """The titles on the list for a filter."""
    return [one.title for one in browser.get(reverse(LIST), asked).context["object_list"]]


def picks(*applications: Application) -> list[str]:
    """What ticking these sends."""
    return [f"{one.pk}-{fresh(one).version}" for one in applications]


def test_the_list_is_filtered_by_amount_whose_move_and_lateness(client_of: ClientOf) -> None:
    call = make_call()
    make_application(call, "submitted", title="Mała", requested=Decimal("2000.00"))
    make_application(call, "returned", title="Duża", requested=Decimal("9000.00"))
    browser = client_of(staff_of(call))

    assert found(browser, least="2 000,01") == ["Duża"]
    assert found(browser, most="2000") == ["Mała"]
    assert found(browser, whose="mine") == ["Mała"]
    assert found(browser, whose="author") == ["Duża"]
    assert found(browser, whose="nobody") == []
    assert found(browser, late="on") == []


def test_what_waits_past_its_day_is_found_as_late(client_of: ClientOf, clock_at: Any) -> None:
    call = make_call()
    returned = make_application(call, "returned", title="Spóźniona")
    make_application(call, "submitted", title="W czas")
    clock_at(returned.correction_due_at.replace(second=59) + (call.closes_at - call.opens_at))

    assert "Spóźniona" in found(client_of(staff_of(call)), late="on", whose="author")


@pytest.mark.parametrize(
    ("order", "titles"),
    [
        ("most", ["Duża", "Mała"]),
        ("least", ["Mała", "Duża"]),
        ("title", ["Duża", "Mała"]),
        ("number", ["Mała", "Duża"]),
        ("newest", ["Duża", "Mała"]),
    ],
)
def test_the_list_is_put_in_order(client_of: ClientOf, order: str, titles: list[str]) -> None:
    call = make_call()
    make_application(call, "submitted", title="Mała", requested=Decimal("2000.00"))
    make_application(call, "submitted", title="Duża", requested=Decimal("9000.00"))

    assert found(client_of(staff_of(call)), sort=order) == titles


def test_the_list_says_whose_move_each_is_and_until_when(client_of: ClientOf) -> None:
    call = make_call()
    make_application(call, "submitted")
    make_application(call, "returned")
    text = client_of(staff_of(call)).get(reverse(LIST)).content.decode()

    table = BeautifulSoup(text, "html.parser").find("tbody")
    assert table is not None
    assert "Autora Wniosku" in table.get_text()
    assert "twój" in table.get_text()


def test_a_preview_says_which_can_and_which_cannot_and_changes_nothing(
    client_of: ClientOf,
) -> None:
    call = make_call()
    ready, unchecked = make_application(call, "submitted"), make_application(call, "submitted")
    check(ready)
    browser = client_of(staff_of(call))

    page = browser.post(reverse(MANY), {"pick": picks(ready, unchecked), "move": "admit"})

    assert page.status_code == 200
    by_key = {one.obj.pk: one for one in page.context["prospects"]}
    assert by_key[ready.pk].can
    assert by_key[unchecked.pk].reasons
    assert {fresh(ready).state, fresh(unchecked).state} == {"submitted"}


def test_the_confirmed_move_goes_through_the_door_for_each_that_can(client_of: ClientOf) -> None:
    call = make_call()
    ready = [make_application(call, "submitted") for _ in range(2)]
    unchecked = make_application(call, "submitted")
    for one in ready:
        check(one)
    sent = {"pick": picks(*ready, unchecked), "move": "admit", "confirmed": "1"}

    page = client_of(staff_of(call)).post(reverse(MANY), sent)

    assert page.context["able"] == 2
    assert [fresh(one).state for one in ready] == ["admitted", "admitted"]
    assert fresh(unchecked).state == "submitted"
    for one in ready:
        assert History.objects.of(one).filter(move="admit", by=staff_of(call)).count() == 1
        assert Message.objects.filter(
            entry__in=History.objects.of(one), template__contains="admitted"
        )


def test_a_second_click_does_nothing_twice_and_says_so(client_of: ClientOf) -> None:
    ready = make_application(state="submitted")
    check(ready)
    browser = client_of(staff_of(ready.call))
    sent = {"pick": picks(ready), "move": "admit", "confirmed": "1"}
    browser.post(reverse(MANY), sent)

    again = browser.post(reverse(MANY), sent)

    assert again.status_code == 200
    assert again.context["prospects"][0].reasons
    assert History.objects.of(ready).filter(move="admit").count() == 1


def test_whoever_was_faster_is_not_overwritten(client_of: ClientOf) -> None:
    slow = make_application(state="submitted")
    check(slow)
    stale = f"{slow.pk}-{slow.version - 1}"

    page = client_of(staff_of(slow.call)).post(
        reverse(MANY), {"pick": [stale], "move": "admit", "confirmed": "1"}
    )

    assert page.context["prospects"][0].reasons
    assert fresh(slow).state == "submitted"


def test_what_the_move_asks_for_is_asked_once_and_kept_when_it_is_wrong(
    client_of: ClientOf,
) -> None:
    one = make_application(state="submitted")
    browser = client_of(staff_of(one.call))
    sent = {"pick": picks(one), "move": "return_for_correction", "reasons": "Popraw daty."}

    page = browser.post(reverse(MANY), sent | {"due_at_0": "", "due_at_1": ""})

    assert page.status_code == 422
    assert "Popraw daty." in page.content.decode()
    assert fresh(one).state == "submitted"


def test_all_of_a_filtered_list_can_be_chosen(client_of: ClientOf) -> None:
    call = make_call()
    make_application(call, "submitted", title="Ławka")
    make_application(call, "withdrawn", title="Huśtawka")

    page = client_of(staff_of(call)).get(reverse(MANY), {"all": "1", "state": "submitted"})

    assert [one.title for one in page.context["rows"]] == ["Ławka"]
    assert "admit" in [each.move.name for each in page.context["chances"]]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"pick": "x"},
        {"pick": "9" * 30},
        {"pick": "1-x", "move": "admit"},
        {"move": "withdraw"},
        {"move": "nothing", "pick": "7"},
        {"all": "1", "state": "nowhere"},
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_makes_no_sense_is_a_page_that_says_what_to_do(
    client_of: ClientOf, asked: dict[str, str], method: str
) -> None:
    browser = client_of(staff_of(make_call()))

    assert getattr(browser, method)(reverse(MANY), asked).status_code in {200, 422}


def test_nobody_reaches_applications_of_another_programme(client_of: ClientOf) -> None:
    mine, other = make_call(), make_application(state="submitted")
    check(other)

    page = client_of(staff_of(mine)).post(
        reverse(MANY), {"pick": picks(other), "move": "admit", "confirmed": "1"}
    )

    assert page.status_code == 422
    assert fresh(other).state == "submitted"


def test_the_chair_reads_the_list_but_has_nothing_to_tick(client_of: ClientOf) -> None:
    call = make_call()
    make_application(call, "submitted")
    close(call)

    page = client_of(chair_of(call)).get(reverse(LIST))

    assert not page.context["acts"]
    assert 'name="pick"' not in page.content.decode()


def test_more_than_a_hundred_at_once_are_refused_with_a_way_out(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = make_call()
    for _ in range(3):
        make_application(call, "submitted")
    monkeypatch.setattr("programmes.views.many.MOST", 2)

    page = client_of(staff_of(call)).get(reverse(MANY), {"all": "1"})

    assert page.context["too_many"]
    assert page.context["rows"] == []
    assert MOST == 100


def test_the_board_counts_every_state_and_turns_the_pages_of_each_column(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grants.views.board.IN_A_COLUMN", 2)
    call = make_call()
    for number in range(5):
        make_application(call, "submitted", title=f"Pomysł {number}")
    make_application(call, "withdrawn", title="Huśtawka")
    browser, url = client_of(staff_of(call)), reverse("grants:call-board", args=[call.code])

    first = {column.state: column for column in browser.get(url).context["board"]}
    second = {c.state: c for c in browser.get(url, {"submitted": "2"}).context["board"]}
    beyond = {c.state: c for c in browser.get(url, {"submitted": "99"}).context["board"]}

    assert first["submitted"].count == 5
    assert [one.title for one in first["submitted"].rows] == ["Pomysł 0", "Pomysł 1"]
    assert [one.title for one in second["submitted"].rows] == ["Pomysł 2", "Pomysł 3"]
    assert [one.title for one in beyond["submitted"].rows] == ["Pomysł 4"]
    assert [one.title for one in second["withdrawn"].rows] == ["Huśtawka"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_costs_the_same_with_one_application_as_with_three(
    client_of: ClientOf, rows: int, django_assert_num_queries: Any
) -> None:
    call = make_call()
    for _ in range(rows):
        make_application(call, "submitted")
    browser, url = client_of(staff_of(call)), reverse("grants:call-board", args=[call.code])
    browser.get(url)

    with django_assert_num_queries(7):
        browser.get(url)
