"""The directory of practitioners: who completed a pair and agrees is found, and nobody else."""

import pytest
from django.urls import reverse

from mentoring.models import Pairing
from people.actions import clauses
from people.actions.consents import give_consent, withdraw_consent
from people.models import ConsentClause
from tests.factories.mentoring import make_edition, make_enrolment, make_pair
from tests.factories.people import make_admin, make_user

pytestmark = pytest.mark.django_db

DIRECTORY = "/mentoring/practitioners/"


@pytest.fixture
def clause():
    clauses.plant()
    return ConsentClause.objects.get(key="directory")


def completed(edition=None, **sides):
    """A pair that did all that its edition asks for."""
    edition = edition or make_edition(sessions_due=0, milestones_due=0)
    pair = make_pair(edition=edition, **sides)
    pair.complete(by=make_admin())
    return Pairing.objects.with_people().get(pk=pair.pk)


def agrees(enrolment, clause):
    return give_consent(person=enrolment.person, clause=clause, by=enrolment.person.user)


def read(client, **query):
    answer = client.get(DIRECTORY, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_completed_a_pair_and_agrees_is_found_by_everybody(client, clause):
    pair = completed()
    agrees(pair.mentor, clause)

    page = read(client)

    assert reverse("mentoring_public:directory") == DIRECTORY
    assert pair.mentor.person.full_name in page
    assert pair.mentor.experience in page
    assert pair.mentee.person.full_name not in page


def test_a_mentee_is_found_like_a_mentor(client, clause):
    pair = completed()
    agrees(pair.mentee, clause)

    assert pair.mentee.person.full_name in read(client)


def test_who_takes_the_consent_back_is_gone_at_once(client, clause):
    pair = completed()
    consent = agrees(pair.mentor, clause)

    withdraw_consent(consent=consent, by=pair.mentor.person.user)

    assert pair.mentor.person.full_name not in read(client)


def test_another_consent_is_not_this_one(client, clause):
    pair = completed()
    agrees(pair.mentor, ConsentClause.objects.get(key="image"))

    assert pair.mentor.person.full_name not in read(client)


@pytest.mark.parametrize("state", ["proposed", "active", "paused"])
def test_a_pair_that_is_not_completed_makes_no_practitioner(client, clause, state):
    pair = make_pair(state)
    agrees(pair.mentor, clause)

    assert pair.mentor.person.full_name not in read(client)


def test_whoever_only_applied_is_not_found(client, clause):
    enrolment = make_enrolment(make_edition(), "mentor")
    agrees(enrolment, clause)

    assert enrolment.person.full_name not in read(client)


def test_what_was_said_in_confidence_is_not_in_it(client, clause):
    pair = completed()
    for side in (pair.mentor, pair.mentee):
        side.access_needs = side.keep_apart = side.need = "kanarek"
        side.save()
        agrees(side, clause)

    page = read(client)

    assert pair.mentee.person.full_name in page
    assert "kanarek" not in page
    assert pair.mentor.person.user.email not in page


def test_somebody_with_two_completed_pairs_stands_there_once(client, clause):
    user = make_user()
    edition = make_edition(sessions_due=0, milestones_due=0)
    pair = completed(edition, mentor=user)
    completed(edition, mentor=user)
    agrees(pair.mentor, clause)

    assert read(client).count(f'<h2 class="h3">{pair.mentor.person.full_name}') == 1


def test_a_region_keeps_those_of_it_and_an_unknown_one_keeps_all(client, clause):
    pair = completed()
    agrees(pair.mentor, clause)
    name = pair.mentor.person.full_name

    assert name in read(client, region=pair.mentor.region)
    assert name in read(client, region="nigdzie")
    elsewhere = read(client, region="32")
    assert name not in elsewhere
    assert "Z tego województwa nie ma jeszcze nikogo" in elsewhere


def test_an_empty_directory_says_how_one_gets_there(client, clause):
    assert "Nie ma tu jeszcze nikogo" in read(client)


def test_both_sides_of_a_completed_pair_are_told_of_it(client_of, clause):
    pair = completed()

    for side in (pair.mentor, pair.mentee):
        page = client_of(side.person.user).get(pair.get_absolute_url()).content.decode()
        assert DIRECTORY in page
        assert reverse("people:me") in page


def test_the_directory_asks_no_more_with_three_people_than_with_one(
    client, clause, django_assert_num_queries, django_assert_max_num_queries
):
    agrees(completed().mentor, clause)
    read(client)
    with django_assert_max_num_queries(6) as one:
        read(client)
    for _one in range(2):
        agrees(completed().mentor, clause)
    with django_assert_num_queries(len(one)):
        read(client)
