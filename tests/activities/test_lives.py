"""Random lives on a study visit: no dead end, and the money adds up at the end of each."""

import os

import pytest
from django.db import transaction

from activities.models import TravelClaim
from tests.activities.lives import Walk, broken
from workflows.errors import MoveRefused
from workflows.integrity import findings
from workflows.models import Turn

pytestmark = pytest.mark.django_db
DAILY = 2
MANY = int(os.environ.get("TANDEM_LIVES", "10000"))


def walk(seed: int, seen: set[str]) -> None:
    """Walk one visit to its end, hold it against every rule, and take it back."""
    with transaction.atomic():
        one = Walk(seed)
        one.run()
        rows = list(one.rows())
        seen.update(f"{type(row).__name__} {row.state}" for row in rows)
        assert [*broken(one.visit, one.now)] == [], (seed, one.trace)
        assert [row for row in rows if Turn.objects.of(row).exists()] == [], (seed, one.trace)
        assert [*findings()] == [], (seed, one.trace)
        transaction.set_rollback(True)


def test_random_lives_come_to_an_end_and_everything_adds_up():
    seen: set[str] = set()
    for seed in range(DAILY):
        walk(seed, seen)

    assert "StudyVisit settled" in seen


@pytest.mark.soak
def test_many_random_lives_come_to_an_end_and_everything_adds_up():
    seen: set[str] = set()
    for seed in range(MANY // 4):
        walk(seed, seen)

    assert {f"Advance {state}" for state in ("settled", "returned", "dropped")} <= seen
    assert {f"TravelClaim {state}" for state in ("paid", "refused", "withdrawn")} <= seen


def test_a_dead_end_is_found(monkeypatch):
    """The control: nobody can take attendance, so that a visit that was held is never reported."""

    def refuse(self, *_given):
        raise MoveRefused(["Nobody has the list."])

    for name in ("attend", "write_report"):
        monkeypatch.setattr(Walk, name, refuse)

    # a visit may be called off before it comes to that
    walks = [Walk(seed) for seed in range(4)]
    with pytest.raises(AssertionError, match=r"Nobody can go on|No end in sight"):
        [one.run() for one in walks]


def test_money_paid_twice_is_found():
    """The control: somebody keeps more than what was accepted."""
    from tests.factories.travel import make_claim

    claim = make_claim("paid")
    assert [*broken(claim.visit, None)] == []
    TravelClaim.objects.filter(pk=claim.pk).update(accepted_amount=1)

    assert [*broken(claim.visit, None)] != []
