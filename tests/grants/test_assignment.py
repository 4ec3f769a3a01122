"""Staff name the committee and ask assessors, never against a known tie."""

import pytest
from django.urls import reverse

from grants.actions.assignment import ask_assessors
from grants.actions.desk import desk_of
from grants.actions.proposing import propose_assessors
from grants.models import Assessment
from tests.factories.grants import chair_of, make_call, staff_of
from tests.factories.grants_later import (
    applications_of,
    ask,
    make_assessment,
    make_assessor,
    make_judged_call,
)
from tests.factories.people import make_membership, make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.roles import has_role

pytestmark = pytest.mark.django_db


def page_of(call):
    return reverse("grants:call-assessors", args=[call.code])


def tie(assessor, application):
    both = make_membership(application.author.person)
    make_membership(assessor.person, both.organisation)
    return both.organisation


def test_staff_ask_an_assessor(client_of):
    call = make_judged_call()
    assessor, application = make_assessor(call), applications_of(call)[0]

    client_of(staff_of(call)).post(
        page_of(call), {"ask": [f"{application.pk}:{assessor.pk}"], "due_at": "2099-01-01T20:00"}
    )

    assessment = Assessment.objects.get()
    assert (assessment.assessor, assessment.application, assessment.state) == (
        assessor,
        application,
        "assigned",
    )


def test_asking_twice_asks_once(client_of):
    call = make_judged_call()
    assessor, application = make_assessor(call), applications_of(call)[0]
    client, typed = (
        client_of(staff_of(call)),
        {"ask": [f"{application.pk}:{assessor.pk}"], "due_at": "2099-01-01T20:00"},
    )

    client.post(page_of(call), typed)
    client.post(page_of(call), typed)

    assert Assessment.objects.count() == 1


def test_a_known_tie_stops_the_request_with_its_reason(client_of):
    call = make_judged_call()
    assessor, application = make_assessor(call), applications_of(call)[0]
    organisation = tie(assessor, application)

    response = client_of(staff_of(call)).post(
        page_of(call), {"ask": [f"{application.pk}:{assessor.pk}"], "due_at": "2099-01-01T20:00"}
    )

    assert response.status_code == 422
    assert organisation.name in " ".join(response.context["sentences"])
    assert not Assessment.objects.exists()


def test_the_author_is_never_asked_about_their_own():
    call = make_judged_call()
    application = applications_of(call)[0]
    from workflows.roles import give_role

    give_role(application.author, "assessor", call, by=None)

    assert (application.author.pk, application.pk) in desk_of(call).conflicts


def test_one_tied_pair_stops_all_of_them():
    call = make_judged_call("1000.00", "2000.00")
    assessor = make_assessor(call)
    first, second = applications_of(call)
    tie(assessor, second)

    with pytest.raises(GuardsFailed):
        ask_assessors(
            call=call,
            wanted={first.pk: [assessor.pk], second.pk: [assessor.pk]},
            due_at=None,
            by=staff_of(call),
        )

    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"ask": [], "due_at": "2099-01-01T20:00"}, "sentences"),
        ({"ask": ["1:x", "zzz", ":"], "due_at": "2099-01-01T20:00"}, "sentences"),
        ({"ask": ["1:1"], "due_at": ""}, "due_at"),
        ({"ask": ["1:1"], "due_at": "2001-01-01T20:00"}, "due_at"),
        ({"ask": ["1:1"], "due_at": "jutro"}, "due_at"),
    ],
)
def test_bad_input_gets_a_sentence(client_of, typed, sentence):
    call = make_judged_call()
    make_assessor(call)

    response = client_of(staff_of(call)).post(page_of(call), typed)

    assert response.status_code == 422
    assert (
        response.context["sentences"]
        if sentence == "sentences"
        else response.context["form"].errors[sentence]
    )


def test_people_outside_the_committee_cannot_be_asked(client_of):
    call = make_judged_call()
    make_assessor(call)
    application, stranger = applications_of(call)[0], make_user()

    response = client_of(staff_of(call)).post(
        page_of(call), {"ask": [f"{application.pk}:{stranger.pk}"], "due_at": "2099-01-01T20:00"}
    )

    assert response.status_code == 422


def test_nobody_is_asked_before_the_assessment(client_of):
    call = make_call("closed")

    with pytest.raises(GuardsFailed):
        ask_assessors(call=call, wanted={}, due_at=clock.now(), by=staff_of(call))


def test_assessors_do_not_ask_assessors(client_of):
    call = make_judged_call()
    assessor = make_assessor(call)

    assert client_of(assessor).get(page_of(call)).status_code == 403
    assert client_of(make_user()).get(page_of(call)).status_code == 404
    with pytest.raises(NotYours):
        ask_assessors(call=call, wanted={}, due_at=None, by=assessor)


def test_the_proposal_leaves_out_ties_and_spreads_the_load(client_of):
    call = make_judged_call(*["2000.00"] * 3)
    assessors = [make_assessor(call) for _ in range(3)]
    first = applications_of(call)[0]
    tie(assessors[0], first)

    proposal = propose_assessors(desk_of(call)).wanted

    given = [key for keys in proposal.values() for key in keys]
    assert assessors[0].pk not in proposal[first.pk]
    assert sorted(given.count(one.pk) for one in assessors) == [2, 2, 2]


def test_the_proposal_only_ticks_boxes(client_of):
    call = make_judged_call()
    make_assessor(call), make_assessor(call)

    response = client_of(staff_of(call)).get(page_of(call), {"propose": "1"})

    assert response.content.decode().count(" checked") == 2
    assert not Assessment.objects.exists()


def test_too_few_free_assessors_are_named(client_of):
    call = make_judged_call()
    make_assessor(call)

    response = client_of(staff_of(call)).get(page_of(call), {"propose": "1"})

    assert applications_of(call)[0].number in response.context["sentences"][0]


def test_somebody_else_asked_closes_the_recusal():
    recused = make_assessment("recused")
    call = recused.application.call
    for _ in range(2):
        ask(recused.application, make_assessor(call))

    recused = Assessment.objects.get(pk=recused.pk)
    assert recused.state == "replaced"


def test_whoever_handed_back_is_not_asked_again():
    recused = make_assessment("recused")

    with pytest.raises(GuardsFailed):
        ask(recused.application, recused.assessor)


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_table_asks_the_same_few_questions(client_of, django_assert_num_queries, item_count):
    call = make_judged_call(*["2000.00"] * item_count)
    for application in applications_of(call):
        ask(application, make_assessor(call))
    client = client_of(staff_of(call))
    client.get(page_of(call))

    with django_assert_num_queries(23):
        response = client.get(page_of(call))

    assert len(response.context["rows"]) == item_count


def test_staff_name_the_committee(client_of):
    call, person = make_call("open"), make_user(email="ocena@example.org")

    client_of(staff_of(call)).post(
        reverse("grants:call-committee", args=[call.code]),
        {"email": " Ocena@Example.org ", "role": "assessor"},
    )

    assert has_role(person, "assessor", call)


@pytest.mark.parametrize(
    "typed",
    [
        {"email": "", "role": "chair"},
        {"email": "nikt@example.org", "role": "chair"},
        {"email": "x", "role": "chair"},
    ],
)
def test_whoever_has_no_account_is_not_named(client_of, typed):
    call = make_call("open")

    response = client_of(staff_of(call)).post(
        reverse("grants:call-committee", args=[call.code]), typed
    )

    assert response.context["form"].errors["email"]


@pytest.mark.parametrize("end", ["chair", "chair:x", "queen:1", "chair:999"])
def test_ending_what_is_not_there_changes_nothing(client_of, end):
    call = make_call("open")
    chair = chair_of(call)

    client_of(staff_of(call)).post(reverse("grants:call-committee", args=[call.code]), {"end": end})

    assert has_role(chair, "chair", call)


def test_staff_end_a_role(client_of):
    call = make_call("open")
    chair = chair_of(call)

    client_of(staff_of(call)).post(
        reverse("grants:call-committee", args=[call.code]), {"end": f"chair:{chair.pk}"}
    )

    assert not has_role(make_fresh(chair), "chair", call)


def make_fresh(user):
    return type(user).objects.get(pk=user.pk)
