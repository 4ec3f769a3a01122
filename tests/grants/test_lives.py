"""Random lives of applications, from the draft to their end: no dead end, and what adds up goes on adding up."""

import os

import pytest
from django.db import transaction

from grants.models import Call
from tests.factories.grants_later import make_agreement
from tests.grants.lives import Walk, broken
from workflows.integrity import findings

pytestmark = pytest.mark.django_db
TOGETHER = 4  # lives in one call, so that they compete for its pool
DAILY = 8
MANY = int(os.environ.get("TANDEM_LIVES", "10000"))


def walk(seed: int, seen: set[str]) -> None:
    """Walk the lives of one call, hold them against every rule, and take them back."""
    with transaction.atomic():
        one = Walk(seed, TOGETHER)
        one.run()
        seen.update(f"{type(row).__name__} {row.state}" for row in one.rows())
        assert [*broken(one.call)] == [], (seed, one.trace)
        assert [*findings()] == [], (seed, one.trace)
        transaction.set_rollback(True)


def test_random_lives_come_to_an_end_and_everything_adds_up():
    seen: set[str] = set()
    for seed in range(DAILY // TOGETHER):
        walk(seed, seen)

    assert len(seen) > 3


@pytest.mark.soak
def test_ten_thousand_random_lives_come_to_an_end_and_everything_adds_up():
    seen: set[str] = set()
    for seed in range(MANY // TOGETHER):
        walk(seed, seen)

    ends = {"settled", "resigned", "terminated"}
    assert {f"Agreement {state}" for state in ends} <= seen
    assert {
        f"Application {state}" for state in ("not_funded", "withdrawn", "formally_rejected")
    } <= seen
    assert {"Appeal upheld", "Appeal dismissed"} <= seen


def test_the_same_seed_walks_the_same_way():
    ways = []
    for _ in range(2):
        with transaction.atomic():
            one = Walk(5, TOGETHER)
            one.run()
            ways.append([step.rpartition(" ")[0] or step for step in one.trace])
            transaction.set_rollback(True)

    assert ways[0] == ways[1]


def test_a_dead_end_is_found(monkeypatch):
    """The control: an application that can neither be judged nor withdrawn stays where it is."""
    monkeypatch.setattr(Walk, "acts_on_application", lambda self, one: iter(()))

    with pytest.raises(AssertionError, match="Nobody can go on"):
        Walk(1, TOGETHER).run()


def test_a_pool_that_is_overspent_is_found():
    """The control: a smaller pool than what was granted from it."""
    agreement = make_agreement()
    Call.objects.filter(pk=agreement.call_id).update(pool=agreement.amount - 1)

    assert [*broken(agreement.call)] == ["5000 is granted of a pool of 4999.00"]
