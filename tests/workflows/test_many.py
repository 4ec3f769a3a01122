"""One move on many objects: what stands against each is said first, and what is refused stops no other."""

import pytest

from mentoring.models import Enrolment
from tests.factories.activities import make_staff
from tests.factories.mentoring import make_edition, make_enrolment
from tests.factories.people import make_user
from workflows import clock
from workflows.many import chances, move_many, prospects
from workflows.moves import move_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """Two who wait for a decision and one who is accepted, and somebody who decides."""
    edition = make_edition()
    rows = [make_enrolment(edition, accepted=False) for _ in range(2)]
    return [*rows, make_enrolment(edition)], make_staff(edition.programme)


def asked(rows, name, by, **given):
    move = move_named(Enrolment, name)
    return prospects(rows, move, by=by, at=clock.now(), **given), move


def test_only_moves_that_can_be_made_on_some_are_offered_with_their_number(three):
    rows, staff = three
    found = chances(rows, ("accept", "take_place", "no_such_move"), staff)
    assert [(each.move.name, each.number) for each in found] == [("accept", 2)]
    assert chances(rows, ("accept",), make_user()) == []
    assert chances([], ("accept",), staff) == []


def test_what_stands_against_each_is_said_before_anything_is_typed(three):
    rows, staff = three
    found, _move = asked(rows, "accept", staff)
    assert [each.can for each in found] == [True, True, False]
    assert "accepted" not in found[2].reasons[0]
    assert found[2].reasons

    found, _move = asked(rows, "accept", make_user())
    assert not any(each.can for each in found)


def test_what_is_typed_is_judged_for_each(three):
    rows, staff = three
    found, _move = asked(rows[:1], "decline", staff, inputs={"note": ""})
    assert not found[0].can
    found, _move = asked(rows[:1], "decline", staff, inputs={"note": "Nie tym razem."})
    assert found[0].can


def test_one_that_is_refused_stops_no_other(three):
    rows, staff = three
    _found, move = asked(rows, "accept", staff)
    old = rows[0].version
    rows[0].decline(by=staff, note="Nie tym razem.")

    done = move_many(
        [(rows[0], old), (rows[1], rows[1].version)], move, by=staff, at=clock.now(), inputs={}
    )

    assert [each.can for each in done] == [False, True]
    assert Enrolment.objects.get(pk=rows[1].pk).state == "accepted"
