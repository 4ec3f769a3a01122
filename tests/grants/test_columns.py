"""The columns of the table of applications: each of the staff chooses their own, and takes the same ones in files."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from grants.actions.columns import choose_columns, chosen_columns
from grants.documents.lists import application_rows
from grants.models import Application, ChosenColumns
from grants.rules.columns import COLUMNS, USUAL, columns_named
from tests.factories.grants import make_application, make_call, staff_of
from tests.factories.people import make_user
from workflows.spreadsheets import read_table

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]
LIST, CHOOSE = "grants:application-list", "grants:application-columns"


@pytest.fixture
def sent() -> Application:
    return make_application(state="submitted")


def page(browser: Client, **query: str) -> str:
    return browser.get(reverse(LIST), query).content.decode()


def choose(browser: Client, *keys: str, query: str = "") -> Any:
    return browser.post(reverse(CHOOSE) + query, {"column": keys})


def heads(said: str) -> str:
    """The heads of the table alone."""
    return said[said.index("<thead>") : said.index("</thead>")]


def test_without_a_choice_the_usual_columns_stand(client_of: ClientOf, sent: Application) -> None:
    said = heads(page(client_of(staff_of(sent.call))))

    for label in ("Numer", "Stan", "Następny ruch", "Złożone", "Wnioskowana kwota"):
        assert label in said, label
    assert "Wnioskodawca" not in said


def test_what_one_chooses_stands_in_the_table_and_nothing_else(
    client_of: ClientOf, sent: Application
) -> None:
    browser = client_of(staff_of(sent.call))

    choose(browser, "applicant", "ends")
    said = page(browser)

    assert "Wnioskodawca" in heads(said)
    assert "Stan" not in heads(said)
    assert f'data-label="Wnioskodawca">{sent.applicant}' in " ".join(said.split()).replace(
        "> ", ">"
    )


@pytest.mark.parametrize("column", COLUMNS, ids=lambda one: one.key)
def test_every_column_is_drawn_and_goes_into_the_file(
    client_of: ClientOf, sent: Application, column: Any
) -> None:
    browser = client_of(staff_of(sent.call))

    choose(browser, column.key)
    answer = browser.get(reverse("grants:application-export"))

    assert str(column.label) in heads(page(browser))
    assert str(column.label) in read_table(answer.content)[0]


def test_one_persons_choice_is_nobody_elses(client_of: ClientOf, sent: Application) -> None:
    staff = staff_of(sent.call)
    choose(client_of(make_user()), "ends")

    assert "Stan" in heads(page(client_of(staff)))


def test_nothing_ticked_goes_back_to_the_usual_columns(
    client_of: ClientOf, sent: Application
) -> None:
    browser = client_of(staff_of(sent.call))
    choose(browser, "ends")

    answer = browser.post(reverse(CHOOSE), follow=True)

    assert "zwykłe kolumny" in answer.content.decode()
    assert "Stan" in heads(answer.content.decode())
    assert not ChosenColumns.objects.exists()


def test_one_button_goes_back_to_the_usual_columns_whatever_is_ticked(
    client_of: ClientOf, sent: Application
) -> None:
    browser = client_of(staff_of(sent.call))
    choose(browser, "ends")

    browser.post(reverse(CHOOSE), {"column": ["ends"], "usual": "1"})

    assert not ChosenColumns.objects.exists()


def test_the_filter_stays_as_it_was(client_of: ClientOf, sent: Application) -> None:
    answer = choose(client_of(staff_of(sent.call)), "ends", query="?words=%C5%82awka&sort=title")

    assert answer.url == f"{reverse(LIST)}?words=%C5%82awka&sort=title"


@pytest.mark.parametrize("keys", [["nonsense"], ["nonsense", "ends"], ["ends"] * 3, ["x" * 9000]])
def test_columns_that_there_are_not_are_left_out(
    client_of: ClientOf, sent: Application, keys: list[str]
) -> None:
    staff = staff_of(sent.call)

    assert choose(client_of(staff), *keys).status_code == 302
    assert [one.key for one in chosen_columns(staff)] == (["ends"] if "ends" in keys else [])


def test_a_column_that_tandem_gave_up_disappears_from_an_old_choice(
    client_of: ClientOf, sent: Application
) -> None:
    staff = staff_of(sent.call)
    ChosenColumns.objects.create(user=staff, keys=["gone", "ends"])

    assert [one.key for one in chosen_columns(staff)] == ["ends"]


def test_a_file_says_whose_move_it_is_and_until_when(
    client_of: ClientOf, sent: Application
) -> None:
    browser = client_of(staff_of(sent.call))
    choose(browser, "next_move")

    head, row = read_table(browser.get(reverse("grants:application-export")).content)

    assert head == ["Tytuł", "Następny ruch"]
    assert row[1].startswith("twój (")


def test_amounts_bring_their_currency_and_the_number_stands_first(
    client_of: ClientOf, sent: Application
) -> None:
    browser = client_of(staff_of(sent.call))
    choose(browser, "asked", "number", "ends")

    head, row = read_table(browser.get(reverse("grants:application-export")).content)

    assert head == ["Numer", "Tytuł", "Wnioskowana kwota", "Waluta", "Koniec"]
    assert row[2:4] == [5000, "PLN"]


def test_whoever_is_not_logged_in_chooses_nothing(client: Client) -> None:
    assert "login" in choose(client, "ends").url
    assert not ChosenColumns.objects.exists()


@pytest.mark.parametrize("item_count", [1, 3])
def test_whose_move_it_is_costs_a_file_one_question(
    django_assert_num_queries: Any, item_count: int
) -> None:
    call = make_call()
    for _one in range(item_count):
        make_application(call, "submitted", author=make_user())
    staff = staff_of(call)
    rows = Application.objects.received_by(staff).for_lists().select_related("track")
    wanted = columns_named(["number", "next_move"])
    list(application_rows(rows, user=staff, columns=wanted))

    with django_assert_num_queries(4):
        assert len(list(application_rows(rows, user=staff, columns=wanted))) == item_count + 1


@given(st.lists(st.sampled_from([one.key for one in COLUMNS])))
def test_the_order_is_the_tables_own_and_nothing_stands_twice(keys: list[str]) -> None:
    named = [one.key for one in columns_named(keys)]

    assert named == [one.key for one in COLUMNS if one.key in keys]


def test_the_usual_columns_are_columns() -> None:
    assert {one.key for one in columns_named(USUAL)} == set(USUAL)
    staff = make_user()
    assert choose_columns(keys=USUAL, by=staff) == chosen_columns(staff)
