"""Finding a mentor for somebody waits for staff only as long as nobody is proposed."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from mentoring.actions import propose_pair
from tests.factories.activities import make_staff
from tests.factories.mentoring import make_edition, make_enrolment
from workflows.models import Turn

pytestmark = pytest.mark.django_db


def test_proposing_a_pair_ends_the_search_for_a_mentor():
    edition = make_edition()
    staff = make_staff(edition.activity.programme)
    mentor = make_enrolment(edition, "mentor")
    mentee = make_enrolment(edition, "mentee")
    assert Turn.objects.of(mentee).filter(key="pair").exists()

    propose_pair(mentor=mentor, mentee=mentee, by=staff)

    assert not Turn.objects.of(mentee).filter(key="pair").exists()


def test_a_mentor_is_to_be_found_by_the_evening_before_the_edition_begins():
    edition = make_edition("recruiting")

    assert localtime(edition.eve).strftime("%H:%M") == "23:59"
    assert localtime(edition.eve).date() == edition.starts_on - timedelta(days=1)
