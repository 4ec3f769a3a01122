"""Whoever is concerned by a step that somebody else made hears of it; nobody hears of what they did themselves."""

import pytest

from mentoring.models import PairAgreement
from tests.factories.activities import make_staff
from tests.factories.mentoring import (
    make_edition,
    make_enrolment,
    make_milestone,
    make_pair,
    mentee_of,
    mentor_of,
)
from workflows.actors import InPlaceOf
from workflows.models import Message

pytestmark = pytest.mark.django_db


def heard(template):
    """Who got the letter, with what it says."""
    rows = Message.objects.filter(template=f"mentoring/{template}")
    return {row.recipient: row.body for row in rows}


def test_a_candidate_hears_that_staff_withdrew_their_application():
    enrolment = make_enrolment()

    enrolment.withdraw(
        by=make_staff(enrolment.edition.programme), note="Zgłoszenie przyszło dwa razy."
    )

    told = heard("enrolment_withdrawn")
    assert list(told) == [enrolment.person.user]
    assert "Zgłoszenie przyszło dwa razy." in told[enrolment.person.user]


def test_whoever_withdraws_their_own_application_gets_no_letter_about_it():
    enrolment = make_enrolment()

    enrolment.withdraw(by=enrolment.person.user)

    assert heard("enrolment_withdrawn") == {}


def test_nor_does_whoever_asked_staff_to_enter_it_for_them_get_two():
    enrolment = make_enrolment()
    staff = make_staff(enrolment.edition.programme)

    enrolment.withdraw(by=InPlaceOf(staff, enrolment.person.user, how="phone"))

    assert heard("enrolment_withdrawn") == {}


def test_the_mentee_hears_that_the_mentor_dropped_a_milestone():
    milestone = make_milestone()
    pair = milestone.pairing

    milestone.drop(by=mentor_of(pair), note="Gmina zrobi to sama.")

    told = heard("milestone_dropped")
    assert list(told) == [mentee_of(pair)]
    assert "Gmina zrobi to sama." in told[mentee_of(pair)]


def test_both_hear_that_their_agreement_is_taken_back():
    pair = make_pair(edition=make_edition(agreement_text_pl="Umowa: {{ mentor }} i {{ mentee }}"))
    agreement = PairAgreement.objects.get(pairing=pair)

    agreement.take_back(by=make_staff(pair.programme), note="Zła data.")

    told = heard("agreement_taken_back")
    assert set(told) == {mentor_of(pair), mentee_of(pair)}
    assert all("Zła data." in body for body in told.values())
