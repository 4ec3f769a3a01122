"""The table of assessors and the list of letters cost a page, and what is agreed to there holds for the whole call."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grants.actions.assignment import ask_as_proposed
from grants.actions.desk import desk_of
from grants.actions.letters import drafts_of, send_letter
from grants.actions.proposing import propose_assessors
from grants.models import Assessment, Call, Score
from tests.factories.grants import staff_of
from tests.factories.grants_later import (
    applications_of,
    ask,
    decide_only,
    make_assessed_call,
    make_assessor,
    make_judged_call,
)
from workflows.errors import NotYours, SomeoneWasFaster

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]
DUE = "2099-01-01T20:00"
ROWS = (
    ("2000.00", ("9", "5"), ("8,5", "5")),
    ("2000.00", ("8", "5"), ("8", "4,5")),
    ("2000.00", ("7", "4"), ("7", "3,5")),
)


def table_of(call: Call) -> str:
    return reverse("grants:call-assessors", args=[call.code])


def letters_of(call: Call) -> str:
    return reverse("grants:call-letters", args=[call.code])


@pytest.fixture
def two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grants.views.asking_assessors.AT_ONCE", 2)
    monkeypatch.setattr("grants.views.letter_list.AT_ONCE", 2)


@pytest.fixture
def judged() -> Call:
    """Three applications to be assessed once each, by two assessors."""
    call = make_judged_call(*["1000.00"] * 3, assessments_needed=1)
    make_assessor(call, "Ocena Pierwsza")
    make_assessor(call, "Ocena Druga")
    return call


@pytest.mark.usefixtures("two_at_once")
class TestTheTable:
    """Applications by fifties, here by twos."""

    @pytest.mark.parametrize(
        ("page", "places"), [("1", [0, 1]), ("2", [2]), ("9", [2]), ("x", [0, 1]), ("-1", [2])]
    )
    def test_it_shows_one_page(
        self, client_of: ClientOf, judged: Call, page: str, places: list[int]
    ) -> None:
        found = client_of(staff_of(judged)).get(table_of(judged), {"page": page}).context

        every = applications_of(judged)
        assert [row.application for row in found["rows"]] == [every[place] for place in places]
        assert found["needed"] == 3

    def test_the_load_is_that_of_the_whole_call_on_every_page(
        self, client_of: ClientOf, judged: Call
    ) -> None:
        first, *_rest, last = applications_of(judged)
        assessor = desk_of(judged).assessors[0]
        ask(first, assessor)
        ask(last, assessor)

        found = client_of(staff_of(judged)).get(table_of(judged), {"page": "2"}).context

        assert {one.assessor: one.has for one in found["load"]}[assessor] == 2

    def test_whoever_asks_from_a_page_comes_back_to_it(
        self, client_of: ClientOf, judged: Call
    ) -> None:
        last, assessor = applications_of(judged)[2], desk_of(judged).assessors[0]
        typed = {"ask": [f"{last.pk}:{assessor.pk}"], "due_at": DUE, "page": "2"}

        response = client_of(staff_of(judged)).post(table_of(judged), typed)

        assert response.url == f"{table_of(judged)}?page=2"
        assert Assessment.objects.get().application == last

    def test_what_was_ticked_stays_on_its_page_when_something_is_missing(
        self, client_of: ClientOf, judged: Call
    ) -> None:
        last, assessor = applications_of(judged)[2], desk_of(judged).assessors[0]
        typed = {"ask": [f"{last.pk}:{assessor.pk}"], "due_at": "", "page": "2"}

        response = client_of(staff_of(judged)).post(table_of(judged), typed)

        assert response.status_code == 422
        assert response.context["page_obj"].number == 2
        assert response.content.decode().count(" checked") == 1

    def test_a_proposal_is_made_for_the_whole_call_and_agreed_to_in_one_act(
        self, client_of: ClientOf, judged: Call
    ) -> None:
        client = client_of(staff_of(judged))
        page = client.get(table_of(judged), {"propose": "1"})
        assert page.content.decode().count(" checked") == 2

        typed = {"whole": page.context["proposal"].digest, "due_at": DUE}
        response = client.post(table_of(judged), typed)

        assert response.url == table_of(judged)
        asked = Assessment.objects.values_list("application_id", flat=True)
        assert set(asked) == {one.pk for one in applications_of(judged)}
        loads = Assessment.objects.load_by_assessor().values()
        assert sorted(loads) == [1, 2]

    def test_a_proposal_that_changed_meanwhile_is_refused_and_nobody_is_asked(
        self, client_of: ClientOf, judged: Call
    ) -> None:
        client = client_of(staff_of(judged))
        seen = client.get(table_of(judged), {"propose": "1"}).context["proposal"].digest
        ask(applications_of(judged)[0], desk_of(judged).assessors[1])

        response = client.post(table_of(judged), {"whole": seen, "due_at": DUE})

        assert response.status_code == SomeoneWasFaster.status
        assert response.context["sentences"]
        assert Assessment.objects.count() == 1

    def test_only_staff_agree_to_a_proposal(self, judged: Call) -> None:
        assessor = desk_of(judged).assessors[0]
        seen = propose_assessors(desk_of(judged)).digest

        with pytest.raises(NotYours):
            ask_as_proposed(call=judged, seen=seen, due_at=None, by=assessor)

    def test_a_call_on_one_page_has_one_button(self, client_of: ClientOf) -> None:
        call = make_judged_call("1000.00", assessments_needed=1)
        make_assessor(call)

        page = client_of(staff_of(call)).get(table_of(call), {"propose": "1"})

        assert 'name="whole"' not in page.content.decode()


def test_a_proposal_is_the_same_one_only_if_everybody_would_be_asked_the_same(
    judged: Call,
) -> None:
    before = propose_assessors(desk_of(judged))
    assert before.digest == propose_assessors(desk_of(judged)).digest
    assert before.number == 3

    ask(applications_of(judged)[0], desk_of(judged).assessors[1])

    assert propose_assessors(desk_of(judged)).digest != before.digest


def test_one_application_on_the_desk_comes_with_the_load_of_the_whole_call(judged: Call) -> None:
    first, second, _third = applications_of(judged)
    assessor = desk_of(judged).assessors[0]
    ask(first, assessor)

    desk = desk_of(judged, [second.pk])

    assert desk.applications == [second]
    assert desk.load == {assessor.pk: 1} == desk_of(judged).load


@pytest.mark.usefixtures("two_at_once")
class TestTheLetters:
    """Letters by hundreds, here by twos."""

    @pytest.fixture(params=["before", "decided"])
    def call(self, request: pytest.FixtureRequest) -> Call:
        call = make_assessed_call(*ROWS, pool=Decimal("4000.00"), max_grant=Decimal("4000.00"))
        if request.param == "decided":
            decide_only(call)
        return Call.objects.get(pk=call.pk)

    @pytest.mark.parametrize(("page", "places"), [("1", [1, 2]), ("2", [3]), ("last", [1, 2])])
    def test_a_page_shows_its_own_in_the_order_of_the_ranking(
        self, client_of: ClientOf, call: Call, page: str, places: list[int]
    ) -> None:
        found = client_of(staff_of(call)).get(letters_of(call), {"page": page}).context

        assert [line["draft"].line.place for line in found["lines"]] == places
        assert found["number"] == 3

    def test_one_letter_is_the_same_alone_as_among_all(self, call: Call) -> None:
        last = drafts_of(call)[-1]

        (alone,) = drafts_of(call, [last.application.pk])

        assert alone.passages == last.passages
        assert alone.values() == last.values()
        assert drafts_of(call, []) == []


@pytest.fixture
def decided() -> Call:
    """Three letters: the first has gone, the last gives no reasons."""
    call = make_assessed_call(*ROWS, pool=Decimal("4000.00"), max_grant=Decimal("4000.00"))
    first, _second, last = applications_of(call)
    Score.objects.filter(assessment__application=last).update(comment="")
    decide_only(call)
    send_letter(application=first, by=staff_of(call), seen=0)
    return Call.objects.get(pk=call.pk)


def test_how_many_letters_are_not_ready_is_told_where_few_are_to_be_read(
    client_of: ClientOf, decided: Call
) -> None:
    tabs = client_of(staff_of(decided)).get(letters_of(decided)).context["tabs"]

    assert [tab["count"] for tab in tabs] == [3, 1, 2, 1]


def test_where_there_are_too_many_to_read_the_number_comes_when_it_is_asked_for(
    client_of: ClientOf, decided: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grants.views.letter_list.READ_AT_ONCE", 1)
    client = client_of(staff_of(decided))

    tabs = client.get(letters_of(decided)).context["tabs"]
    found = client.get(letters_of(decided), {"show": "unready"}).context

    assert [tab["count"] for tab in tabs] == [3, None, 2, 1]
    assert [tab["count"] for tab in found["tabs"]] == [3, 1, 2, 1]
    assert [line["draft"].line.place for line in found["lines"]] == [3]
