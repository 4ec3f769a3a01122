"""Several people at once: every submission gets its own number, and one click wins once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections

from grants.models import Application, Submission
from tests.factories.grants import fresh, hand_in, make_application, make_call
from workflows.errors import MoveRefused

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


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
