"""Wishes and exclusions are one's own words: in one's own copy, in nobody else's, and gone with an erasure."""

import pytest

from mentoring.models import Enrolment, Wish
from people.actions.privacy import erase_person, export_person
from tests.factories.mentoring import make_edition, make_enrolment
from tests.factories.people import make_admin

pytestmark = pytest.mark.django_db


@pytest.fixture
def stated():
    """A mentee who wishes for one mentor and excludes another."""
    edition = make_edition()
    mentee = make_enrolment(edition)
    dear, avoided = (make_enrolment(edition, "mentor") for _ in range(2))
    Wish.objects.create(enrolment=mentee, about=dear, rank=1)
    mentee.excludes.add(avoided)
    return mentee, dear, avoided


def copy_of(enrolment):
    user = enrolment.person.user
    return export_person(person=enrolment.person, by=user)["held"]


def test_my_copy_has_with_whom_i_wish_to_work_and_with_whom_not(stated):
    mentee, dear, avoided = stated

    held = copy_of(mentee)

    assert held["Z kim chce pracować"] == [{"rank": "1", "person": str(dear.person)}]
    assert held["Z kim nie chce pracować"] == [{"person": str(avoided.person)}]


def test_whoever_is_wished_for_or_excluded_does_not_read_it_in_their_copy(stated):
    mentee, *others = stated

    for other in others:
        held = copy_of(other)
        assert "Z kim nie chce pracować" not in held
        assert str(mentee.person) not in str(held)


def test_an_erasure_takes_what_one_stated_and_leaves_what_others_stated(stated):
    mentee, dear, _avoided = stated
    Wish.objects.create(enrolment=dear, about=mentee, rank=1)

    erase_person(person=mentee.person, by=make_admin())

    assert list(Wish.objects.values_list("enrolment", flat=True)) == [dear.pk]
    assert not Enrolment.excludes.through.objects.exists()
