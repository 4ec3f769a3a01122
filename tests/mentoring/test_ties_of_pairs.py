"""Each kind of tie that Tandem can know of keeps two people from being a pair, whichever of the two it is about."""

import pytest

from grants.models import Application, PartyDeclaration
from grants.rules.conflicts import conflicts
from grants.rules.listed import key_of_name
from mentoring.actions import obstacles
from people.ties import ties_among
from tests.factories.grants_later import make_assessment, make_judged_call
from tests.factories.mentoring import make_edition, make_enrolment
from tests.factories.people import make_membership, make_organisation, make_user
from workflows import clock
from workflows.roles import give_role

pytestmark = pytest.mark.django_db

OF_A_CALL = "konflikt interesów z naboru"


def same_organisation(one, other):
    office = make_organisation("Dom Sąsiedzki")
    for each in (one, other):
        make_membership(each.person, office)


def answers_to_the_others_organisation(one, other):
    office = at(one)
    office.superior = make_organisation("Gmina Lipowa")
    office.save()
    make_membership(other.person, office.superior)


def wrote_for_the_others_organisation(one, other):
    call = make_judged_call()
    Application.objects.filter(call=call).update(author=one, organisation=at(other))


def assesses_what_the_other_wrote(one, other, state="in_progress"):
    assessment = judged(state, one)
    Application.objects.filter(pk=assessment.application_id).update(author=other)


def assessed_what_the_other_wrote(one, other):
    assesses_what_the_other_wrote(one, other, "submitted")


def handed_back_what_the_other_wrote(one, other):
    assesses_what_the_other_wrote(one, other, "recused")


def assesses_for_the_others_organisation(one, other):
    assessment = judged("in_progress", one)
    Application.objects.filter(pk=assessment.application_id).update(organisation=at(other))


def declared_a_tie_to_the_other(one, other):
    tick(one, [key_of_name(str(other.person))])


def declared_a_tie_to_the_others_organisation(one, other):
    tick(one, [f"organisation-{at(other).pk}"])


def one_mail_domain(one, other):
    for number, each in enumerate((one, other)):
        each.email = f"osoba{number}@gmina-lipowa.example"
        each.save()


def at(user):
    """An organisation of which `user` is a member."""
    office = make_organisation("Dom Sąsiedzki")
    make_membership(user.person, office)
    return office


def judged(state, user):
    """An assessment by `user` in a call of its own."""
    call = make_judged_call()
    give_role(user, "assessor", call, by=None)
    return make_assessment(state, call=call, assessor=user)


def tick(user, keys):
    declared = {"call": make_judged_call(), "assessor": user, "made_at": clock.now()}
    PartyDeclaration.objects.create(seen=keys, ticked=keys, **declared)


WAYS = (
    same_organisation,
    answers_to_the_others_organisation,
    wrote_for_the_others_organisation,
    assesses_what_the_other_wrote,
    assessed_what_the_other_wrote,
    handed_back_what_the_other_wrote,
    assesses_for_the_others_organisation,
    declared_a_tie_to_the_other,
    declared_a_tie_to_the_others_organisation,
    one_mail_domain,
)
OF_CALLS = WAYS[3:9]


@pytest.fixture
def sides():
    edition = make_edition()
    return make_enrolment(edition, "mentor"), make_enrolment(edition)


def found(mentor, mentee):
    reasons = obstacles([mentee], [mentor]).get((mentee.pk, mentor.pk), [])
    return [each.says for each in reasons if each.code == "tie"]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("turned", [False, True], ids=["of the mentor", "of the mentee"])
def test_a_tie_of_either_side_forbids_the_pair(sides, way, turned):
    mentor, mentee = sides
    assert found(mentor, mentee) == []
    one, other = (mentee, mentor) if turned else (mentor, mentee)

    way(one.person.user, other.person.user)

    assert found(mentor, mentee)


@pytest.mark.parametrize("way", OF_CALLS, ids=lambda way: way.__name__)
def test_what_comes_from_judging_is_told_the_same_whoever_judges(way):
    """An assessor of a blind call must not be known from a page about pairs."""
    told = []
    for turned in (False, True):
        edition = make_edition()
        mentor, mentee = make_enrolment(edition, "mentor"), make_enrolment(edition)
        one, other = (mentee, mentor) if turned else (mentor, mentee)
        way(one.person.user, other.person.user)
        told.append(found(mentor, mentee))

    assert told[0] == told[1]
    assert len(told[0]) == 1
    assert OF_A_CALL in told[0][0]


@pytest.mark.parametrize("state", ["declined", "cancelled"])
def test_whoever_never_judged_is_not_tied_by_it(sides, state):
    mentor, mentee = sides
    assesses_what_the_other_wrote(mentor.person.user, mentee.person.user, state)

    assert found(mentor, mentee) == []


def test_assessing_an_application_is_no_reason_against_assessing_it():
    assessment = make_assessment("in_progress")

    assert not conflicts([assessment.assessor], [assessment.application])


def test_a_newer_declaration_takes_the_tie_back(sides):
    mentor, mentee = sides
    call = make_judged_call()
    for keys in ([key_of_name(str(mentee.person))], []):
        PartyDeclaration.objects.create(
            call=call, assessor=mentor.person.user, made_at=clock.now(), seen=keys, ticked=keys
        )

    assert found(mentor, mentee) == []


def test_ties_from_judging_cost_the_same_queries_for_one_person_as_for_four(
    django_assert_num_queries, django_assert_max_num_queries
):
    others = [make_user().person for _ in range(2)]
    assessments = [make_assessment("submitted") for _ in range(2)]
    people = [each.assessor.person for each in assessments]
    parties = [*others, *(each.application.author.person for each in assessments)]
    ties_among(people[:1], others[:1])
    with django_assert_max_num_queries(20) as first:
        ties_among(people[:1], others[:1])
    with django_assert_num_queries(len(first)):
        ties_among(people, parties)
