"""Several people at once: every submission gets its own number, and one click wins once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any
from unittest import mock

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.urls import reverse

from grants.actions.application import submit_application
from grants.models import Agreement, Application, Call, Decision, Submission
from tests.factories.grants import chair_of, fresh, hand_in, make_application, make_call
from tests.factories.grants_later import decide, make_assessed_call, make_member
from tests.workflows.test_race import without_the_condition, without_the_fresh_read
from workflows import clock
from workflows.errors import MoveRefused
from workflows.integrity import findings
from workflows.models import History, Message
from workflows.moves import Move

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
SIXTEEN = 16
RACERS = 4


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run `calls` in threads of their own; give each one's result, or the refusal it met."""
    ContentType.objects.clear_cache()

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except MoveRefused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_applications_submitted_at_the_same_moment_get_numbers_of_their_own() -> None:
    call = make_call()
    drafts = [make_application(call) for _ in range(4)]

    at_once(*(lambda draft=draft: hand_in(draft) for draft in drafts))

    assert sorted(Application.objects.values_list("ordinal", flat=True)) == [1, 2, 3, 4]


def test_one_application_submitted_four_times_at_once_is_submitted_once() -> None:
    draft = make_application()

    results = at_once(*[lambda: hand_in(draft)] * 4)

    assert sum(isinstance(result, MoveRefused) for result in results) == 3
    assert fresh(draft).ordinal == 1
    assert Submission.objects.count() == 1


def without_guards() -> Any:
    """Moves that ask no facts: the last of what keeps a second decision out."""
    return mock.patch.object(Move, "why_not", return_value=[])


def on_one_page(draft: Application) -> Callable[[], Any]:
    """One click on the button of a page that shows `draft` as it is now."""
    page = fresh(draft)

    def click() -> Any:
        return submit_application(
            application=Application.objects.get(pk=page.pk),
            by=page.author,
            at=clock.now(),
            seen=page.version,
            answers_seen=page.answers.version,
        )

    return click


def test_sixteen_clicks_at_once_on_one_application_submit_it_once() -> None:
    draft = make_application()

    results = at_once(*[on_one_page(draft)] * SIXTEEN)

    assert sum(isinstance(result, MoveRefused) for result in results) == SIXTEEN - 1
    assert fresh(draft).ordinal == 1
    assert Submission.objects.count() == 1
    assert History.objects.of(draft).filter(move="submit").count() == 1
    assert Message.objects.filter(template="grants/application_receipt").count() == 1
    assert list(findings()) == []


@pytest.mark.parametrize("half", [without_the_fresh_read, without_the_condition])
def test_sixteen_clicks_submit_once_though_half_of_the_door_is_off(half: Any) -> None:
    draft = make_application()

    with half():
        at_once(*[on_one_page(draft)] * SIXTEEN)

    assert History.objects.of(draft).filter(move="submit").count() == 1


def test_without_the_door_and_the_lock_before_it_several_clicks_would_submit() -> None:
    """The control: each click with the page's own object in its hand, and nothing to compare it with."""
    draft = make_application()
    copies, start = [fresh(draft) for _ in range(RACERS)], Barrier(RACERS)

    def submit(copy: Application, ordinal: int) -> None:
        start.wait()
        copy.submit(by=copy.author, at=clock.now(), ordinal=ordinal)

    with without_the_fresh_read(), without_the_condition():
        results = at_once(
            *[partial(submit, copy, place) for place, copy in enumerate(copies, start=1)]
        )

    assert sum(not isinstance(result, MoveRefused) for result in results) > 1


def test_two_chairs_who_decide_at_once_decide_once() -> None:
    call = make_assessed_call()
    chairs = [chair_of(call), make_member(call, "chair", "Druga Przewodnicząca")]

    results = at_once(*(lambda chair=chair: decide(call, by=chair) for chair in chairs))

    assert sum(isinstance(result, MoveRefused) for result in results) == 1
    assert Decision.objects.filter(call=call).count() == 1
    assert call.applications.in_state("funded").count() == 1
    assert Agreement.objects.filter(call=call).count() == 1
    assert list(findings()) == []


def test_without_the_door_both_chairs_would_decide() -> None:
    """The control of the one above, at the call's own move."""
    call = make_assessed_call()
    chairs = [chair_of(call), make_member(call, "chair", "Druga Przewodnicząca")]
    copies, start = [Call.objects.get(pk=call.pk) for _ in chairs], Barrier(len(chairs))

    def decide_alone(copy: Call, chair: Any) -> None:
        start.wait()
        copy.decide(by=chair)

    with without_the_fresh_read(), without_the_condition(), without_guards():
        results = at_once(
            *[partial(decide_alone, *pair) for pair in zip(copies, chairs, strict=True)]
        )

    assert results == [None, None]


def test_of_two_tabs_the_second_hears_that_the_first_was_faster(client_of: Any) -> None:
    draft = make_application()
    tabs = [client_of(draft.author) for _ in range(2)]
    now, url = fresh(draft), reverse("grants:application-submit", args=[draft.pk])
    typed = {"version": now.version, "answers_version": now.answers.version}

    answers = at_once(*(lambda tab=tab: tab.post(url, typed, follow=True) for tab in tabs))

    assert Submission.objects.count() == 1
    assert fresh(draft).number == f"1/{clock.today().year}"
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []


def test_of_two_tabs_that_write_the_second_keeps_its_words(client_of: Any) -> None:
    draft = make_application()
    page = fresh(draft)
    url = reverse("grants:application-save", args=[draft.pk])

    def write(key: str, words: str) -> Any:
        typed = {key: words, "version": page.answers.version, "page": key, "_changed": key}
        return client_of(draft.author).post(url, typed)

    at_once(lambda: write("need", "Pierwsza karta"), lambda: write("actions", "Druga karta"))

    values = fresh(draft).answers.values
    assert (values["need"], values["actions"]) == ("Pierwsza karta", "Druga karta")
