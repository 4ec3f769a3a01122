"""Several people at once: every submission gets its own number, and one click wins once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Barrier
from typing import Any
from unittest import mock

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.urls import reverse

from grants.actions import application as writing
from grants.actions.application import submit_application
from grants.models import Agreement, Application, Call, Decision, Submission
from grants.views.writing import SaveView
from questionnaires.models import AnswerSet, Saved
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


def submitted_in_two_tabs(draft: Application, client_of: Any) -> list[int]:
    """Press the button of `draft` in two tabs that show it as it is now; give the status of each answer."""
    tabs = [client_of(draft.author) for _ in range(2)]
    now, url = fresh(draft), reverse("grants:application-submit", args=[draft.pk])
    typed = {"version": now.version, "answers_version": now.answers.version}
    answers = at_once(*(lambda tab=tab: tab.post(url, typed, follow=True) for tab in tabs))
    return [answer.status_code for answer in answers]


@contextmanager
def without_the_lock_of_the_row(draft: Application) -> Iterator[None]:
    """Each tab with the draft as its page showed it, and a door that compares it with nothing."""
    shown = [fresh(draft) for _ in range(2)]
    unlocked = mock.Mock()
    unlocked.select_related.return_value.get.side_effect = shown
    with (
        mock.patch.object(Application.objects, "select_for_update", return_value=unlocked),
        without_the_fresh_read(),
        without_the_condition(),
    ):
        yield


def test_of_two_tabs_the_second_hears_that_the_first_was_faster(client_of: Any) -> None:
    draft = make_application()

    answers = submitted_in_two_tabs(draft, client_of)

    assert Submission.objects.count() == 1
    assert fresh(draft).number == f"1/{clock.today().year}"
    assert History.objects.of(draft).filter(move="submit").count() == 1
    assert [status for status in answers if status >= 500] == []


def test_without_the_lock_the_second_tab_would_submit_again(client_of: Any) -> None:
    """The control of the one above: what was submitted is frozen a second time."""
    draft = make_application()

    with without_the_lock_of_the_row(draft):
        submitted_in_two_tabs(draft, client_of)

    assert Submission.objects.count() == 2
    assert History.objects.of(draft).filter(move="submit").count() == 2


WORDS = {"need": "Pierwsza karta", "actions": "Druga karta"}


def written_in_two_tabs(draft: Application, client_of: Any) -> list[str]:
    """Write one of WORDS in each of two tabs that show `draft` as it is now; give the keys whose words are kept."""
    page = fresh(draft)
    url = reverse("grants:application-save", args=[draft.pk])

    def write(key: str) -> Any:
        typed = {key: WORDS[key], "version": page.answers.version, "page": key, "_changed": key}
        return client_of(draft.author).post(url, typed)

    at_once(*(partial(write, key) for key in WORDS))
    values = fresh(draft).answers.values
    return [key for key, words in WORDS.items() if values[key] == words]


@contextmanager
def without_the_lock_of_answers() -> Iterator[None]:
    """Two who save into the answers that each of them read, and both have read before either saves."""
    start, keep = Barrier(len(WORDS)), SaveView.keep

    def keep_together(view: SaveView, about: Application, *given: Any) -> Saved:
        start.wait(timeout=30)
        return keep(view, about, *given)

    def save_unread(self: AnswerSet, typed: dict[str, Any], *, seen: int, page: str = "") -> Saved:
        changes, conflicts = self.compare(typed, seen=seen, page=page)
        self._keep(changes, page)
        return Saved(self.version, conflicts)

    with (
        mock.patch.object(SaveView, "keep", keep_together),
        mock.patch.object(writing, "_being_written", lambda application, by: application),
        mock.patch.object(AnswerSet, "save_typed", save_unread),
    ):
        yield


def test_of_two_tabs_that_write_the_second_keeps_its_words(client_of: Any) -> None:
    assert written_in_two_tabs(make_application(), client_of) == list(WORDS)


def test_without_the_lock_one_of_two_tabs_that_write_would_lose_its_words(client_of: Any) -> None:
    """The control of the one above."""
    draft = make_application()

    with without_the_lock_of_answers():
        kept = written_in_two_tabs(draft, client_of)

    assert len(kept) == 1
