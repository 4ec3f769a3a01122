"""Assessors say which topics they know; Tandem shares a whole call by load first, then by topics in common."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grants.actions.desk import desk_of
from grants.actions.expertise import say_topics
from grants.actions.proposing import propose_assessors
from grants.models import Assessment, Call, TopicDeclaration
from grants.rules.topics import Topics
from tests.factories.grants import chair_of, close, make_application, make_call, staff_of
from tests.factories.grants_later import applications_of, ask, make_assessor, make_judged_call
from tests.factories.people import make_user
from tests.factories.questionnaires import make_version, question, texts
from workflows import clock
from workflows.errors import GuardsFailed, NotYours

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]
ABOUT = "who_benefits"


def topic(answer: str) -> str:
    return f"{ABOUT}:{answer}"


def call_about(*topics: str, **fields: Any) -> Call:
    """A call in assessment with one admitted application about each of `topics`, one assessor each."""
    call = make_call("open", assessments_needed=1, **fields)
    for about in topics:
        make_application(call, "admitted", **{ABOUT: [about]})
    close(call)
    call.start_assessment(by=staff_of(call))
    return call


def know(call: Call, assessor: Any, *topics: str, by: Any = None) -> TopicDeclaration:
    last = TopicDeclaration.objects.last_of(call, assessor)
    return say_topics(
        call=call,
        assessor=assessor,
        topics=[topic(one) for one in topics],
        seen=last.pk if last else 0,
        by=by or assessor,
        at=clock.now(),
    )


def mine(call: Call) -> str:
    return reverse("grants:call-topics", args=[call.code])


def of(call: Call, assessor: Any) -> str:
    return reverse("grants:call-topics-of", args=[call.code, assessor.pk])


def committee_page(call: Call) -> str:
    return reverse("grants:call-committee", args=[call.code])


def page_of(call: Call) -> str:
    return reverse("grants:call-assessors", args=[call.code])


def test_the_list_of_topics_is_the_question_that_staff_marked_in_the_form() -> None:
    call = make_call("open")

    assert list(Topics(call).labels)[:2] == [topic("neighbours"), topic("children")]
    assert Topics(make_call("draft", questionnaire=None)).labels == {}


def test_a_question_that_was_not_asked_names_no_topic() -> None:
    options = [{"key": "art", "label": texts("sztuka")}, {"key": "sport", "label": texts("sport")}]
    more = {"options": options, "is_topic": True}
    call = make_call("draft")
    call.questionnaire = make_version(
        question("checkbox", "more", required=False),
        question("choice", "field", only_if={"key": "more", "among": ["yes"]}, **more),
    )

    assert Topics(call).named_in({"field": "art"}) == frozenset()
    assert Topics(call).named_in({"field": "art", "more": True}) == {"field:art"}
    assert Topics(call).named_in({"field": "gone", "more": True}) == frozenset()


def test_who_knows_the_topic_is_proposed_while_the_load_stays_even() -> None:
    call = call_about("children", "seniors")
    first, second = make_assessor(call), make_assessor(call)
    know(call, first, "seniors", "children")
    know(call, second, "children")

    about_children, about_seniors = applications_of(call)

    assert propose_assessors(desk_of(call)).wanted == {
        about_children.pk: [second.pk],
        about_seniors.pk: [first.pk],
    }


def test_the_page_says_for_each_pair_what_they_have_in_common(client_of: ClientOf) -> None:
    call = call_about("children", "seniors")
    first, second = make_assessor(call), make_assessor(call)
    know(call, first, "children")
    know(call, second, "young")

    response = client_of(staff_of(call)).get(page_of(call), {"propose": "1"})

    table = response.context["table"]
    assert (table.matched, len(table.pairs)) == (1, 2)
    strangers = [(row.application, box.assessor) for row in table.rows for box in row.strangers]
    assert strangers == [(applications_of(call)[1], second)]
    assert [one.topics for one in table.load] == ["dzieci", "młodzież"]
    assert "wspólne: dzieci" in response.content.decode()
    assert not Assessment.objects.exists()


def test_whoever_has_not_said_their_topics_is_not_counted_as_a_stranger_to_them(
    client_of: ClientOf,
) -> None:
    call = call_about("children", "seniors")
    silent, says = make_assessor(call), make_assessor(call)

    page = client_of(staff_of(call)).get(page_of(call), {"propose": "1"})
    assert page.context["table"].nobody_said
    assert "bez wspólnego tematu" not in page.content.decode()

    know(call, says, "young")
    page = client_of(staff_of(call)).get(page_of(call), {"propose": "1"})
    table = page.context["table"]
    assert [box.assessor for box in table.pairs] == [says]
    assert silent not in {box.assessor for row in table.rows for box in row.strangers}


def test_where_too_few_are_free_the_rest_is_proposed_all_the_same(client_of: ClientOf) -> None:
    call = make_judged_call("1000.00", "2000.00", assessments_needed=1)
    only = make_assessor(call)
    first, second = applications_of(call)
    ask(first, only).recuse(by=only, reason="Znam autorkę.")

    response = client_of(staff_of(call)).get(page_of(call), {"propose": "1"})

    assert first.number in response.context["sentences"][0]
    assert response.content.decode().count(" checked") == 1
    assert propose_assessors(desk_of(call)).wanted == {first.pk: [], second.pk: [only.pk]}


def test_a_load_that_cannot_be_even_is_said(client_of: ClientOf) -> None:
    call = make_judged_call(*["1000.00"] * 3, assessments_needed=1)
    first, second = make_assessor(call), make_assessor(call)
    for application in applications_of(call)[:2]:
        ask(application, first)
    ask(applications_of(call)[2], second).recuse(by=second, reason="Znam autorkę.")

    table = client_of(staff_of(call)).get(page_of(call), {"propose": "1"}).context["table"]

    assert table.spread == 3


def test_a_call_without_topics_is_shared_by_load(client_of: ClientOf) -> None:
    call = make_judged_call(assessments_needed=1)
    call.questionnaire = make_version()
    Call.objects.filter(pk=call.pk).update(questionnaire=call.questionnaire)
    assessor = make_assessor(call)

    assert propose_assessors(desk_of(call)).wanted == {applications_of(call)[0].pk: [assessor.pk]}
    assert "wspólne" not in client_of(staff_of(call)).get(page_of(call)).content.decode()
    assert client_of(assessor).get(mine(call)).status_code == 200


def test_an_assessor_says_what_they_know(client_of: ClientOf) -> None:
    call = make_call("open")
    assessor = make_assessor(call)
    client = client_of(assessor)

    page = client.get(mine(call))
    client.post(
        mine(call),
        {
            "answer": "these",
            "topics": [topic("children")],
            "seen": page.context["form"]["seen"].value(),
        },
    )

    kept = TopicDeclaration.objects.get()
    assert (kept.assessor, kept.made_by, kept.topics) == (assessor, assessor, [topic("children")])
    assert mine(call) in client.get(call.get_absolute_url()).content.decode()


def test_staff_enter_it_for_an_assessor_and_the_page_says_who(client_of: ClientOf) -> None:
    call = make_call("open")
    assessor, staff = make_assessor(call), staff_of(call)

    response = client_of(staff).post(
        of(call, assessor), {"answer": "these", "topics": [topic("young")], "seen": "0"}
    )

    assert response.url == committee_page(call)
    assert TopicDeclaration.objects.get().made_by == staff
    assert str(staff) in client_of(assessor).get(mine(call)).content.decode()


def test_what_was_said_before_stays_on_record() -> None:
    call = make_call("open")
    assessor = make_assessor(call)
    know(call, assessor, "young")
    know(call, assessor, "children")

    assert TopicDeclaration.objects.count() == 2
    assert TopicDeclaration.objects.known_in(call) == {assessor.pk: {topic("children")}}


def test_somebody_faster_is_said_and_nothing_typed_is_lost(client_of: ClientOf) -> None:
    call = make_call("open")
    assessor = make_assessor(call)
    know(call, assessor, "young", by=staff_of(call))

    response = client_of(assessor).post(
        mine(call), {"answer": "these", "topics": [topic("seniors")], "seen": "0"}
    )

    assert response.status_code == 409
    assert response.context["form"]["topics"].value() == [topic("seniors")]
    assert TopicDeclaration.objects.count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"answer": "these", "topics": ["who_benefits:martians"], "seen": "0"},
        {"answer": "these", "topics": ["x" * 5000], "seen": "0"},
        {"answer": "none", "topics": [], "seen": ""},
        {"answer": "none", "topics": [], "seen": "-1"},
        {"answer": "none", "topics": [], "seen": "9" * 40},
        {"answer": "", "topics": [], "seen": "0"},
        {"answer": "all of them", "topics": [], "seen": "0"},
        {"answer": "these", "topics": [], "seen": "0"},
        {"answer": "none", "topics": ["who_benefits:young"], "seen": "0"},
    ],
)
def test_bad_input_gets_a_sentence(client_of: ClientOf, typed: dict[str, Any]) -> None:
    call = make_call("open")

    response = client_of(make_assessor(call)).post(mine(call), typed)

    assert response.status_code == 422
    assert response.context["form"].errors
    assert not TopicDeclaration.objects.exists()


def test_after_the_decision_topics_stay_as_they_are(client_of: ClientOf) -> None:
    call = make_call("open")
    assessor = make_assessor(call)
    call.cancel(by=staff_of(call), note="Nie ma pieniędzy.")

    response = client_of(assessor).post(mine(call), {"answer": "none", "topics": [], "seen": "0"})

    assert response.status_code == 400 or response.context["form"].non_field_errors()
    assert not TopicDeclaration.objects.exists()


def test_one_says_it_for_oneself_and_staff_for_assessors_only(client_of: ClientOf) -> None:
    call = make_call("open")
    assessor, other, chair = make_assessor(call), make_assessor(call), chair_of(call)

    assert client_of(assessor).get(of(call, other)).status_code == 403
    assert client_of(chair).get(mine(call)).status_code == 403
    assert client_of(make_user()).get(mine(call)).status_code == 404
    assert client_of(staff_of(call)).get(of(call, chair)).status_code == 404
    with pytest.raises(NotYours):
        know(call, other, "young", by=assessor)
    with pytest.raises(GuardsFailed):
        know(call, chair, "young", by=staff_of(call))
