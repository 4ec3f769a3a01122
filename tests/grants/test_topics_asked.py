"""Assessors are asked which topics of a call they know, and staff see who has answered."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.actions.expertise import remind_of_topics, say_topics
from grants.actions.naming import end_place, name_to_committee
from grants.models import Call, TopicDeclaration
from tests.factories.grants import close, make_application, make_call, staff_of
from tests.factories.grants_later import applications_of, ask
from tests.factories.people import make_user
from tests.factories.questionnaires import make_version
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message, Turn

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]
YOUNG = "who_benefits:young"


def name(call: Call, place: str = "assessor", user: Any = None) -> Any:
    user = user or make_user("Ocena Bezstronna")
    name_to_committee(call=call, user=user, place=place, by=staff_of(call))
    return user


def asked(call: Call) -> set[int | None]:
    return set(Turn.objects.of(call).filter(key="topics").values_list("holder_id", flat=True))


def letters() -> list[str]:
    rows = Message.objects.filter(template="grants/topics_asked")
    return list(rows.order_by("pk").values_list("address", flat=True))


def answer(call: Call, assessor: Any, *topics: str, by: Any = None) -> None:
    say_topics(
        call=call, assessor=assessor, topics=topics, seen=0, by=by or assessor, at=clock.now()
    )


def mine(call: Call) -> str:
    return reverse("grants:call-topics", args=[call.code])


def committee_page(call: Call) -> str:
    return reverse("grants:call-committee", args=[call.code])


def test_whoever_was_named_before_the_call_opened_is_asked_when_it_opens() -> None:
    call = make_call("draft")
    assessor = name(call)
    assert (asked(call), letters()) == (set(), [])

    call.open_call(by=staff_of(call))

    assert asked(call) == {assessor.pk}
    assert letters() == [assessor.email]


@pytest.mark.parametrize("place", ["assessor", "reserve"])
def test_whoever_is_named_to_assess_an_open_call_is_asked_at_once(place: str) -> None:
    call = make_call("open")

    assessor = name(call, place)

    assert asked(call) == {assessor.pk}
    message = Message.objects.get(template="grants/topics_asked")
    assert message.address == assessor.email
    assert mine(call) in message.body


@pytest.mark.parametrize("place", ["chair", "deputy", "member", "secretary"])
def test_those_who_only_meet_are_not_asked(place: str) -> None:
    call = make_call("open")

    name(call, place)

    assert (asked(call), letters()) == (set(), [])


def test_moved_to_the_reserve_on_the_same_day_nobody_gets_a_second_letter() -> None:
    call = make_call("open")
    assessor = name(call)

    name(call, "reserve", assessor)

    assert letters() == [assessor.email]


def test_a_call_whose_form_has_no_topics_asks_nobody(client_of: ClientOf) -> None:
    call = make_call("open")
    Call.objects.filter(pk=call.pk).update(questionnaire=make_version())
    call.refresh_from_db()

    name(call)

    assert (asked(call), letters()) == (set(), [])
    assert client_of(staff_of(call)).get(committee_page(call)).context["experts"] == []


@pytest.mark.parametrize("topics", [[YOUNG], []])
def test_any_answer_ends_the_turn_even_none(topics: list[str]) -> None:
    call = make_call("open")
    assessor, other = name(call), name(call)

    answer(call, assessor, *topics)

    assert asked(call) == {other.pk}


def test_staff_who_answer_for_an_assessor_end_the_turn_too() -> None:
    call = make_call("open")
    assessor = name(call)

    answer(call, assessor, YOUNG, by=staff_of(call))

    assert asked(call) == set()


def test_who_leaves_the_committee_is_not_waited_for() -> None:
    call = make_call("open")
    assessor = name(call)

    end_place(call=call, user=assessor, place="assessor", by=staff_of(call))

    assert asked(call) == set()


def test_the_turn_has_the_day_of_the_formal_check_and_no_day_while_applications_are_shared() -> (
    None
):
    call = make_call("open", assessments_needed=1)
    name(call)
    make_application(call, "admitted")
    assert Turn.objects.of(call).get(key="topics").due_at == call.check_due_at

    close(call)
    call.start_assessment(by=staff_of(call))

    assert Turn.objects.of(call).get(key="topics").due_at is None


def test_once_every_application_has_its_assessors_nobody_is_asked_for_topics_any_more() -> None:
    call = make_call("open", assessments_needed=1)
    assessor = name(call)
    make_application(call, "admitted")
    close(call)
    call.start_assessment(by=staff_of(call))
    assert asked(call) == {assessor.pk}

    ask(applications_of(call)[0], assessor)

    assert asked(call) == set()


def test_the_inbox_of_an_assessor_says_what_to_do(client_of: ClientOf) -> None:
    call = make_call("open")
    client = client_of(name(call))

    inbox = client.get(reverse("workflows:inbox")).content.decode()
    assert "Powiedz, na których tematach się znasz" in inbox
    assert mine(call) in client.get(call.get_absolute_url()).content.decode()


def test_the_committee_page_says_who_knows_what_and_who_is_silent(client_of: ClientOf) -> None:
    call = make_call("open")
    some, every, none, silent = (name(call) for _each in range(4))
    labels = client_of(some).get(mine(call)).context["form"].fields["topics"].choices
    answer(call, some, YOUNG)
    answer(call, every, *(key for key, _label in labels))
    answer(call, none)

    context = client_of(staff_of(call)).get(committee_page(call)).context

    assert [words for _one, words in context["experts"]] == [
        "młodzież",
        "każdy temat",
        "żaden z tematów",
        "jeszcze bez odpowiedzi o tematach",
    ]
    assert context["silent"] == 1
    assert [one for one, _words in context["experts"]][-1] == silent


def test_staff_remind_those_who_have_not_answered_and_nobody_else(client_of: ClientOf) -> None:
    call = make_call("open")
    silent, _said = name(call), answer(call, name(call), YOUNG)
    Message.objects.all().delete()

    with clock.at(clock.now() + timedelta(days=1)):
        response = client_of(staff_of(call)).post(committee_page(call), {"remind": "topics"})

    assert response.url == committee_page(call)
    assert letters() == [silent.email]


def test_a_second_reminder_on_one_day_is_refused_with_a_sentence(client_of: ClientOf) -> None:
    call = make_call("open")
    name(call)

    response = client_of(staff_of(call)).post(committee_page(call), {"remind": "topics"})

    assert response.status_code == GuardsFailed.status
    assert "już dzisiaj" in response.content.decode()
    assert len(letters()) == 1


def test_where_everybody_answered_there_is_no_button_and_pressing_says_why(
    client_of: ClientOf,
) -> None:
    call = make_call("open")
    answer(call, name(call))
    client = client_of(staff_of(call))

    assert "remind" not in client.get(committee_page(call)).content.decode()
    with pytest.raises(GuardsFailed):
        remind_of_topics(call=call, by=staff_of(call))


def test_only_staff_remind(client_of: ClientOf) -> None:
    call = make_call("open")
    assessor = name(call)

    assert client_of(assessor).post(committee_page(call), {"remind": "topics"}).status_code == 403
    with pytest.raises(NotYours):
        remind_of_topics(call=call, by=assessor)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"answer": "these", "topics": [YOUNG]}, 1),
        ({"answer": "any"}, None),
        ({"answer": "any", "topics": [YOUNG]}, None),
        ({"answer": "none"}, 0),
    ],
)
def test_the_page_takes_some_any_and_none_and_shows_them_again(
    client_of: ClientOf, typed: dict[str, Any], kept: int | None
) -> None:
    call = make_call("open")
    client = client_of(name(call))
    every = len(client.get(mine(call)).context["form"].fields["topics"].choices)

    client.post(mine(call), {**typed, "seen": "0"})

    said = TopicDeclaration.objects.get()
    assert len(said.topics) == (every if kept is None else kept)
    form = client.get(mine(call)).context["form"]
    assert form["answer"].value() == typed["answer"]


def test_the_committee_page_asks_the_database_as_often_for_many_as_for_few(
    client_of: ClientOf, django_assert_num_queries: Any
) -> None:
    call = make_call("open")
    client = client_of(staff_of(call))
    name(call)
    client.get(committee_page(call))
    with CaptureQueriesContext(connection) as few:
        client.get(committee_page(call))
    for _each in range(4):
        answer(call, name(call), YOUNG)
        name(call)

    with django_assert_num_queries(len(few)):
        client.get(committee_page(call))
