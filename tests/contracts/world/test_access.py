"""Every address as every role: the table in `cms/access/` says what really happens."""

import csv
from io import StringIO

import pytest
from django.core.management import call_command

from cms.access import LIBRARIES, ROLES, TABLE, our_routes, routes
from tests.contracts.refusals import short_refusals
from tests.contracts.world.access import address, browser_of, form_at, gets_through, methods
from tests.contracts.world.objects import object_of


def test_every_address_stands_in_the_table_and_no_other():
    assert set(our_routes()) == set(TABLE)


def test_every_rule_for_a_library_covers_something():
    paths = [route.path for route in routes()]

    assert [rule for rule in LIBRARIES if not any(path.startswith(rule) for path in paths)] == []


@pytest.mark.parametrize("role", ROLES)
def test_an_address_opens_for_whom_the_table_says(world, role):
    client = browser_of(role)

    with short_refusals():
        wrong = [line for route in our_routes() for line in unlike_the_table(client, role, route)]

    assert wrong == []


def unlike_the_table(client, role, route):
    """The methods at which `route` does something else to `role` than the table says."""
    pattern, kwargs = our_routes()[route].pattern, object_of(route)
    url, data = address(route, kwargs), form_at(pattern, kwargs)
    for method in methods(pattern):
        found = gets_through(client, method, url, data)
        if found != TABLE[route].allows(method, role):
            yield f"{method} {route}: {'opens' if found else 'is refused'}"


@pytest.mark.parametrize("role", ["visitor", "applicant", "staff"])
def test_the_page_editor_is_closed_to_all_but_editors(world, role):
    assert not gets_through(browser_of(role), "GET", "/cms/pages/")


def test_the_command_prints_a_line_for_each_route_method_and_role():
    out = StringIO()

    call_command("access_table", "--csv", stdout=out)

    rows = list(csv.DictReader(StringIO(out.getvalue())))
    assert {row["route"] for row in rows} == set(TABLE)
    assert {row["role"] for row in rows} == set(ROLES)
    assert {row["allowed"] for row in rows} == {"yes", "no"}
