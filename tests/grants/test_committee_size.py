"""How many the committee has and how many must be there: what the page tells, the decision holds to."""

import pytest
from django.urls import reverse

from grants.models import Call
from grants.rules.words import rules_of
from tests.factories.grants import chair_of, make_call
from tests.factories.grants_later import (
    carry,
    decide_only,
    make_assessed_call,
    make_assessor,
    make_meeting,
    make_member,
)
from workflows.errors import GuardsFailed
from workflows.roles import give_role

pytestmark = pytest.mark.django_db


def committee(call, *roles):
    """The chair, and somebody in each of `roles`."""
    chair_of(call)
    for number, role in enumerate(roles):
        make_member(call, role, name=f"Osoba {number} Komisji")


@pytest.mark.parametrize(
    ("least", "roles", "decides"),
    [
        (1, [], True),
        (2, [], False),
        (3, ["member"], False),
        (3, ["member", "member"], True),
        (3, ["deputy", "member"], True),
        (3, ["member", "secretary"], False),
        (2, ["assessor", "assessor"], False),
    ],
)
def test_a_call_is_decided_once_as_many_sit_on_the_committee_as_the_rules_say(
    least, roles, decides
):
    call = make_assessed_call(committee_min=least)
    committee(call, *roles)

    if decides:
        decide_only(call)
    else:
        with pytest.raises(GuardsFailed, match="Komisja ma"):
            decide_only(call)

    assert (Call.objects.get(pk=call.pk).state == "decided") is decides


def test_whoever_holds_two_roles_is_counted_once():
    call = make_assessed_call(committee_min=2)
    give_role(chair_of(call), "member", call, by=None)

    with pytest.raises(GuardsFailed):
        decide_only(call)


def test_the_page_of_the_decision_says_how_many_lack(client_of):
    call = make_assessed_call(committee_min=3)

    page = client_of(chair_of(call)).get(reverse("grants:call-decide", args=[call.code]))

    assert page.context["reasons"] == [
        "Komisja ma 1 osobę z prawem głosu; regulamin wymaga co najmniej: 3."
    ]


@pytest.mark.parametrize(("meets", "needed"), [(True, 3), (False, 1)])
def test_a_committee_smaller_than_its_quorum_is_named_where_it_has_to_meet(
    client_of, meets, needed
):
    call = make_assessed_call()
    Call.objects.filter(pk=call.pk).update(quorum=3, needs_meeting=meets)  # opened long ago

    page = client_of(chair_of(call)).get(reverse("grants:call-decide", args=[call.code]))

    too_small = "Komisja ma 1 osobę z prawem głosu; regulamin wymaga co najmniej: 3."
    assert (too_small in page.context["reasons"]) is (needed > 1)


@pytest.mark.parametrize(("members", "carried"), [(2, True), (1, False)])
def test_where_the_committee_meets_the_quorum_binds_the_decision(members, carried):
    call = make_assessed_call(committee_min=3, quorum=3, needs_meeting=True)
    meeting = make_meeting(call, members=members)
    committee(call, "member")

    if carried:
        carry(meeting, None)
        decide_only(call)
    else:
        with pytest.raises(GuardsFailed, match="kworum"):
            carry(meeting, None)

    assert (Call.objects.get(pk=call.pk).state == "decided") is carried


@pytest.mark.parametrize(
    ("fields", "said", "unsaid"),
    [
        ({}, "", "omisja"),
        ({"committee_min": 3}, "Decyduje komisja; jej skład to co najmniej: 3.", "posiedzeni"),
        ({"committee_min": 3, "quorum": 2}, "bierze udział co najmniej: 2", "posiedzeni"),
        (
            {"committee_min": 5, "quorum": 3, "needs_meeting": True},
            "obecnych jest co najmniej: 3",
            "bierze udział",
        ),
    ],
)
def test_the_quorum_is_told_where_something_holds_to_it(fields, said, unsaid):
    call = make_call("draft", **fields)

    words = " ".join(map(str, rules_of(call)))
    judged = words[words.index("Punkty przyznaje") :] if "Punkty przyznaje" in words else words

    assert said in judged
    assert unsaid not in judged


def test_an_assessor_is_no_member_with_a_vote():
    call = make_assessed_call(committee_min=2)
    make_assessor(call)

    with pytest.raises(GuardsFailed):
        decide_only(call)
