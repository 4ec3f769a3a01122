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


def ranked():
    """A library and the municipality it answers to, with somebody in each."""
    municipality = make_organisation("Gmina Lipowa")
    library = make_organisation("Biblioteka w Lipowej", superior=municipality)
    return make_membership(organisation=library), make_membership(organisation=municipality)


def test_people_of_a_body_and_of_the_one_it_answers_to_are_tied_both_ways():
    low, high = ranked()
    for one, other in ((low, high), (high, low)):
        (tie,) = ties_among([one.person], [other.person])
        assert (tie.kind, tie.to_person_id) == ("ranked", other.person_id)
        assert "Biblioteka w Lipowej" in str(tie.says)
        assert "Gmina Lipowa" in str(tie.says)


def test_whoever_belongs_below_or_above_an_organisation_is_tied_to_it():
    low, high = ranked()
    (above,) = ties_among([low.person], [high.organisation])
    (below,) = ties_among([high.person], [low.organisation])

    assert (above.kind, above.to_organisation_id) == ("above", high.organisation_id)
    assert (below.kind, below.to_organisation_id) == ("below", low.organisation_id)


def test_several_bodies_below_one_make_one_tie_to_each():
    low, high = ranked()
    school = make_organisation("Szkoła w Lipowej", superior=high.organisation)
    found = ties_among([high.person], [low.organisation, school, high.organisation])

    assert kinds(found) == ["below", "below", "member"]


def test_bodies_that_answer_to_the_same_one_are_not_tied():
    low, high = ranked()
    school = make_membership(organisation=make_organisation(superior=high.organisation))

    assert ties_among([low.person], [school.person, school.organisation]) == []


def test_a_source_that_is_left_out_is_not_asked():
    membership = make_membership()
    sides = [membership.person], [membership.organisation]

    assert ties_among(*sides, leaving_out=["people.member"]) == []


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
