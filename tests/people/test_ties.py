"""Who is tied to whom, asked of every room at once."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.ties import ties_among
from tests.factories.people import make_membership, make_organisation, make_person

pytestmark = pytest.mark.django_db


def kinds(found):
    return sorted(tie.kind for tie in found)


def test_a_party_is_tied_to_themself():
    person = make_person()

    assert kinds(ties_among([person], person.parties())) == ["same"]


def test_a_member_is_tied_to_the_organisation():
    membership = make_membership(role="board")

    (tie,) = ties_among([membership.person], membership.organisation.parties())

    assert (tie.kind, tie.to_organisation_id) == ("member", membership.organisation_id)
    assert str(membership.organisation) in str(tie.says)


def test_people_of_one_organisation_are_tied_while_both_are_there():
    organisation = make_organisation()
    one = make_membership(
        organisation=organisation, since=date(2020, 1, 1), until=date(2022, 12, 31)
    )
    two = make_membership(organisation=organisation, since=date(2021, 1, 1))

    (tie,) = ties_among([one.person], [two.person])

    assert (tie.kind, tie.since, tie.until) == ("colleague", date(2021, 1, 1), date(2022, 12, 31))


def test_a_tie_that_ended_is_left_out_on_a_later_day():
    membership = make_membership(since=date(2020, 1, 1), until=date(2020, 12, 31))
    sides = [membership.person], [membership.organisation]

    assert kinds(ties_among(*sides, on=date(2020, 6, 1))) == ["member"]
    assert ties_among(*sides, on=date(2021, 1, 1)) == []
    assert kinds(ties_among(*sides)) == ["member"]


def test_strangers_are_not_tied():
    assert ties_among([make_person()], [make_person(), make_organisation()]) == []


def queries_for(count):
    persons = [make_membership().person for _number in range(count)]
    parties = [make_membership().organisation for _number in range(count)]
    with CaptureQueriesContext(connection) as asked:
        ties_among(persons, [*parties, *persons])
    return len(asked)


def test_the_number_of_queries_does_not_grow_with_the_people():
    assert queries_for(1) == queries_for(12)
