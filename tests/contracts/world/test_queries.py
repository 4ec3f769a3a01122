"""Pages cost a fixed number of queries, however many rows they show.

Every address that lists rows of a model has a literal number here, measured at one and at three rows
of the demo; an address that is missing fails. Every page, of a list or not, is asked once more: one
that sends the same query again and again, as a page does that asks for each row anew, is named.
"""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.views.generic.list import MultipleObjectMixin

from cms.access import TABLE, our_routes
from programmes.models import Programme
from tests.contracts.world.access import address, browser_of
from tests.contracts.world.objects import object_of

#: Addresses that list, as whom they are asked, and their queries at one row and at three.
LISTS: dict[str, tuple[str, int]] = {
    "activities:events": ("staff", 9),
    "activities:mine": ("applicant", 6),
    "activities:visits": ("staff", 9),
    "finance:expenses": ("staff", 6),
    "finance:payments": ("staff", 7),
    "grants:agreement-list": ("staff", 8),
    "grants:application-list": ("staff", 12),
    "grants:application-mine": ("applicant", 7),
    "grants:assessment-list": ("assessor", 6),
    "grants:call-list": ("staff", 7),
    "grants:register-list": ("staff", 10),
    "mentoring:logs": ("staff", 7),
    "programmes:programmes": ("staff", 6),
    "reporting:reports": ("staff", 6),
    "workflows:mails": ("staff", 6),
}

#: Addresses that list, of which the demo has fewer than three rows, or rows of several kinds: the test
#: that makes rows of its own and counts.
COUNTED_IN: dict[str, str] = {
    "activities:visit-claims": "tests/activities/test_travel.py::test_the_list_of_a_visit_costs_the_same_with_one_claim_and_with_three",
    "finance:home": "tests/finance/test_pages.py::test_list_of_budgets_costs_the_same_for_one_and_three",
    "finance:statements": "tests/finance/test_banking.py::test_pages_cost_the_same_with_one_row_as_with_three",
    "finance:transfers": "tests/finance/test_banking.py::test_pages_cost_the_same_with_one_row_as_with_three",
    "grants:aid-list": "tests/grants/test_aid.py::test_the_register_costs_the_same_with_one_entry_as_with_three",
    "grants:call-inspections": "tests/grants/test_inspection_pages.py::test_the_list_of_a_call_costs_the_same_with_one_grant_as_with_three",
    "mentoring:editions": "tests/mentoring/test_pages.py::test_the_list_of_editions_asks_the_same_few_queries",
    "mentoring:enrolments": "tests/mentoring/test_pages.py::test_my_enrolments_ask_the_same_few_queries",
    "mentoring:mentees": "tests/mentoring/test_pages.py::test_lists_ask_the_same_few_queries",
    "mentoring:pairs": "tests/mentoring/test_pages.py::test_lists_ask_the_same_few_queries",
    "people:requests": "tests/people/test_data_requests.py::test_the_queue_costs_the_same_with_one_request_as_with_three",
    "programmes:letters": "tests/programmes/test_group_letters.py::test_pages_cost_the_same_with_one_person_and_one_letter_as_with_three",
    "questionnaires:forms": "tests/questionnaires/test_editor.py::test_the_list_costs_the_same_however_many_forms_there_are",
    "reporting:programme-late": "tests/reporting/test_pages.py::test_what_is_late_costs_the_same_at_one_and_three",
    "reporting:programme-reports": "tests/reporting/test_pages.py::test_reports_of_a_programme_cost_the_same_at_one_and_three",
    "workflows:inbox": "tests/workflows/test_inbox.py::test_the_inbox_asks_the_same_few_questions",
}

#: Lists that go out as a file: no page, and asked by the last test.
FILES = {"grants:application-export"}

#: What people open day by day: at most fifteen queries each, in the demo as it is.
DAILY = {
    "applicant": ["workflows:inbox", "grants:application-mine", "grants:application", "activities:mine"],
    "assessor": ["workflows:inbox", "grants:assessment-list", "grants:assessment"],
    "chair": ["workflows:inbox"],  # its call and ranking add the seven of the gate against conflicts
    "finance": ["workflows:inbox", "finance:home", "finance:payments", "finance:budget"],
    "funder": ["workflows:inbox", "reporting:reports", "reporting:report"],
    "mentee": ["workflows:inbox", "mentoring:pairing", "mentoring:milestone"],
    "mentor": ["workflows:inbox", "mentoring:pairing", "mentoring:mentees"],
    "staff": [
        "workflows:inbox", "grants:application-list", "grants:call", "mentoring:pairs", "people:people",
        "activities:events", "activities:event", "reporting:reports",
    ],
}  # fmt: skip
ENOUGH = 15

#: Pages that ask alike more than twice though not for each row: how often, and why.
ALIKE = {
    "activities:claim": (4, "a limit over all visits is counted for everybody and for the person"),
    "cms:first-steps": (
        6,
        "each step looks at the data again when the page prints whether it is done",
    ),
    "grants:assessment": (3, "two moves and the page ask how many sheets have been handed in"),
    "grants:minutes": (3, "two moves and the page ask for the text that is out to be signed"),
    "grants:patronage": (
        3,
        "the draft is drawn by its form, which asks for the tracks where it needs them",
    ),
    "people:person": (5, "five buttons each ask whether one sees the person"),
}
TWICE = 2

#: As whom a page is asked: the first of these who may open it.
ASKED_AS = (
    "staff", "applicant", "mentee", "mentor", "assessor", "chair", "finance", "funder", "coordinator",
    "editor", "admin", "visitor",
)  # fmt: skip


def view_of(route):
    return getattr(our_routes()[route].pattern.callback, "view_class", object)


def asked(client, url):
    """The answer and the queries it took, once everything that is kept is kept; its writes are undone."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = client.get(url)
        sent = [query["sql"] for query in queries.captured_queries]
        transaction.set_rollback(True)
    for close in response._resource_closers:  # response.close() would end the database as well
        close()
    return response, sent


def shape(sql):
    """A query without what was looked for in it."""
    plain = re.sub(r"'[^']*'|\b\d+\b", "?", sql)
    return re.sub(r"\(\?(, \?)*\)", "(?)", plain)


def test_every_address_that_lists_has_its_number():
    listing = {route for route in our_routes() if issubclass(view_of(route), MultipleObjectMixin)}

    assert listing - FILES == LISTS.keys() | COUNTED_IN.keys()
    assert not LISTS.keys() & COUNTED_IN.keys()


@pytest.mark.parametrize("route", COUNTED_IN)
def test_a_number_counted_elsewhere_is_counted_there(route):
    path, name = COUNTED_IN[route].split("::")

    text = Path(path).read_text()
    assert route in text or route.partition(":")[2] in text
    before, found, after = text.partition(f"def {name}(")
    assert found
    around = before.rpartition("\n\n\n")[2] + after.partition("\n\n\n")[0]
    assert "django_assert_num_queries" in around


@pytest.mark.parametrize("route", LISTS)
def test_a_list_costs_the_same_at_one_and_at_three_rows(world, route, monkeypatch):
    role, number = LISTS[route]
    client, url = browser_of(role), address(route, object_of(route))
    asked(client, url)

    for rows in (1, 3):
        monkeypatch.setattr(view_of(route), "get_paginate_by", lambda *given, rows=rows: rows)
        response, sent = asked(client, url)
        assert len(response.context["object_list"]) == rows
        assert len(sent) == number


@pytest.mark.parametrize("role", DAILY)
def test_what_is_opened_daily_costs_at_most_fifteen_queries(world, role):
    client, dear = browser_of(role), {}
    for route in DAILY[role]:
        url = address(route, object_of(route))
        asked(client, url)
        response, sent = asked(client, url)
        assert response.status_code == 200, route
        if len(sent) > ENOUGH:
            dear[route] = len(sent)

    assert dear == {}


@pytest.mark.parametrize("role", DAILY)
def test_what_waits_for_somebody_costs_four_queries_and_one_for_each_kind_of_thing(world, role):
    client, url = browser_of(role), address("workflows:inbox", {})
    asked(client, url)

    response, sent = asked(client, url)

    kinds = {turn.about_type_id for turn in response.context["object_list"]}
    assert len(sent) == 4 + len(kinds)


def test_how_a_programme_stands_costs_at_most_fifteen_queries(world):
    client, dear = browser_of("staff"), {}
    for programme in Programme.objects.all():
        asked(client, programme.get_absolute_url())
        _response, sent = asked(client, programme.get_absolute_url())
        if len(sent) > ENOUGH:
            dear[programme.code] = len(sent)

    assert dear == {}


def test_no_page_asks_for_each_of_its_rows_anew(world):
    clients, again = {}, {}
    for route in our_routes():
        role = next((each for each in ASKED_AS if each in TABLE[route].get), None)
        if role is None:
            continue
        client = clients.setdefault(role, browser_of(role))
        _response, sent = asked(client, address(route, object_of(route)))
        often = max(Counter(map(shape, sent)).values(), default=0)
        if often > ALIKE.get(route, (TWICE,))[0]:
            again[route] = often

    assert again == {}
