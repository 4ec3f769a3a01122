"""In a blind call assessors tick their ties on the list of all parties, before they get anything and linked to nothing."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from grants.actions.desk import desk_of
from grants.actions.listing import declare_ties
from grants.actions.proposing import propose_assessors
from grants.actions.rehearsal import rehearse_call
from grants.models import Application, Assessment, PartyDeclaration
from grants.rules.declaring import parties_in
from grants.rules.listed import key_of_name
from people.names import fold
from tests.factories.grants import chair_of, close, make_application, make_call, staff_of
from tests.factories.grants_later import applications_of, ask, make_assessor, make_judged_call
from tests.factories.people import make_organisation, make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message, Turn
from workflows.roles import give_role
from workflows.turns import refresh_turns

pytestmark = pytest.mark.django_db


def page_of(call):
    return reverse("grants:call-parties", args=[call.code])


def blind_call(*amounts, **fields):
    return make_judged_call(*amounts, is_blind=True, **fields)


def seen_in(call):
    return [key for key, _label in parties_in(call)]


def tick(call, assessor, *names):
    return declare_ties(
        call=call,
        ticked=[key_of_name(name) for name in names],
        seen=seen_in(call),
        by=assessor,
        at=clock.now(),
    )


def test_the_list_names_everybody_once_in_the_order_of_the_alphabet(client_of):
    call = blind_call("1000.00", "2000.00")
    patron = make_organisation("Ćma, fundacja")
    Application.objects.filter(call=call).update(patron=patron)
    assessor = make_assessor(call)

    labels = [label for _key, label in client_of(assessor).get(page_of(call)).context["parties"]]

    assert labels == [
        "Autora Wniosku",
        "Ćma, fundacja",
        "Halina Olcha",
        "Jan Jawor",
        "Maria Lipka",
        "Sąsiedzi z Lipowej",
    ]


def test_the_list_says_nothing_of_applications(client_of):
    call = blind_call()
    application = applications_of(call)[0]

    shown = client_of(make_assessor(call)).get(page_of(call)).content.decode()

    assert application.title not in shown
    assert application.number not in shown


def test_a_ticked_tie_keeps_the_assessor_from_the_application(client_of):
    call = blind_call()
    application, assessor = applications_of(call)[0], make_assessor(call)

    client_of(assessor).post(
        page_of(call), {"ticked": [key_of_name("Maria Lipka")], "seen": seen_in(call)}
    )
    response = client_of(staff_of(call)).post(
        reverse("grants:call-assessors", args=[call.code]),
        {"ask": [f"{application.pk}:{assessor.pk}"], "due_at": "2099-01-01T20:00"},
    )

    assert response.status_code == 422
    assert not Assessment.objects.exists()
    assert (assessor.pk, application.pk) in desk_of(call).conflicts


def test_nothing_ticked_means_nobody_and_opens_the_way(client_of):
    call = blind_call()
    assessor = make_assessor(call)

    client_of(assessor).post(page_of(call), {"seen": seen_in(call)})

    assert ask(applications_of(call)[0], assessor).state == "assigned"


def test_before_the_list_nobody_is_given_anything():
    call = blind_call()

    with pytest.raises(GuardsFailed, match="lista"):
        ask(applications_of(call)[0], make_assessor(call))


def test_the_proposal_passes_over_whoever_has_not_ticked():
    call = blind_call(assessments_needed=1)
    late, ready = make_assessor(call), make_assessor(call)
    tick(call, ready)

    assert propose_assessors(desk_of(call)).wanted == {applications_of(call)[0].pk: [ready.pk]}
    assert late.pk in desk_of(call).yet_to_tick


def test_a_tie_found_after_the_tick_closes_the_application():
    call = blind_call()
    assessor = make_assessor(call)
    tick(call, assessor)
    assessment = ask(applications_of(call)[0], assessor)
    tick(call, assessor, "Jan Jawor")

    with pytest.raises(GuardsFailed):
        Assessment.objects.get(pk=assessment.pk).declare_no_conflict(by=assessor, confirmed=True)


def test_every_declaration_stays_and_the_newest_holds():
    call = blind_call()
    assessor = make_assessor(call)
    tick(call, assessor, "Jan Jawor")
    tick(call, assessor)

    assert PartyDeclaration.objects.count() == 2
    assert ask(applications_of(call)[0], assessor).state == "assigned"


def test_the_assessor_has_the_move_until_the_list_is_ticked():
    call = blind_call()
    assessor = make_assessor(call)
    refresh_turns([call])
    assert Turn.objects.of(call).filter(key="tick", holder=assessor).exists()

    tick(call, assessor)

    assert not Turn.objects.of(call).filter(key="tick").exists()


def test_when_the_call_closes_its_assessors_get_a_letter():
    call = make_call("open", is_blind=True)
    assessor = make_assessor(call)
    make_application(call, "submitted")
    close(call)

    assert Message.objects.get(template="grants/parties_listed").recipient == assessor


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"ticked": ["name-nobody"]}, 422),
        ({"ticked": ["x" * 5000]}, 422),
        ({"seen": []}, 422),
        ({"seen": ["organisation-1"]}, 409),
    ],
)
def test_a_list_that_is_not_the_present_one_is_gone_through_again(client_of, typed, status):
    call = blind_call()
    assessor = make_assessor(call)

    response = client_of(assessor).post(page_of(call), {"seen": seen_in(call)} | typed)

    assert response.status_code == status
    assert not PartyDeclaration.objects.exists()


def test_only_the_call_s_assessors_tick_and_only_in_a_blind_call(client_of):
    call, open_call = blind_call(), make_judged_call()

    assert client_of(chair_of(call)).get(page_of(call)).status_code == 403
    assert client_of(make_user()).get(page_of(call)).status_code == 404
    assert client_of(make_assessor(open_call)).get(page_of(open_call)).status_code == 404
    with pytest.raises(NotYours):
        tick(call, staff_of(call))


def test_a_rehearsal_of_a_blind_call_goes_through_the_list():
    call = make_call("draft", is_blind=True)
    chair_of(call)
    give_role(make_user("Fina Liczykrupa"), "finance", call.programme, by=None)
    for _number in range(3):
        make_assessor(call)

    assert rehearse_call(call=call, by=staff_of(call)).went_through


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_the_same_few_questions(client_of, django_assert_num_queries, item_count):
    call = blind_call(*["1000.00"] * item_count)
    client = client_of(make_assessor(call))
    client.get(page_of(call))

    with django_assert_num_queries(7):
        client.get(page_of(call))


@given(st.text(max_size=40), st.text(max_size=40))
def test_names_share_a_key_exactly_when_people_read_them_as_one(one, other):
    assert (key_of_name(one) == key_of_name(other)) == (fold(one) == fold(other))
