"""Lives on a study visit, from its recruitment to the last transfer: no dead end, and the money adds up."""

import os
from typing import Any

import pytest

from activities.models import StudyVisit, TravelClaim
from tests.activities.lives import FAMILY, VisitLives, broken
from tests.factories.travel import make_claim
from tests.lives import DeadEnd
from tests.tally import Tally, walk_forest

pytestmark = pytest.mark.django_db
A_TREE = 10  # lives that share their beginning
DAILY = 6
# The visit is announced before anybody can apply; its transfers are never held back, unlike those of grants.
BESIDE = ("StudyVisit.announce", "PaymentOrder.hold", "PaymentOrder.release")
MANY = int(os.environ.get("TANDEM_LIVES", "1000"))
SEED = int(os.environ.get("TANDEM_LIVES_SEED", "0"))
LEDGER = os.environ.get("TANDEM_LIVES_LEDGER_OF_VISITS", "")


def walk(many: int, *, a_tree: int = A_TREE, seed: int = SEED, **how: Any) -> Tally:
    """Walk `many` different lives in as many trees as it takes."""
    return walk_forest(VisitLives, many, a_tree=a_tree, seed=seed, **how)


def test_random_lives_come_to_an_end_and_everything_adds_up():
    assert len(walk(DAILY, a_tree=6).lives) == DAILY


@pytest.mark.soak
def test_many_random_lives_come_to_an_end_and_everything_adds_up(capsys):
    tally = walk(MANY, tell=capsys, ledger=LEDGER)

    assert tally.found == []
    assert len(tally.lives) >= MANY
    assert tally.unwalked(FAMILY, spared=BESIDE) == []


def test_a_dead_end_is_found(monkeypatch):
    """The control: where nothing can be done about a visit that was held, it stays where it is."""
    steps = VisitLives.open_steps

    def none_once_it_was_held(lives):
        return iter(()) if lives.these(StudyVisit, "held") else steps(lives)

    monkeypatch.setattr(VisitLives, "open_steps", none_once_it_was_held)

    with pytest.raises(DeadEnd, match=r"StudyVisit \d+: held"):
        walk(20, a_tree=20)


def test_money_paid_twice_is_found():
    """The control: somebody keeps more than what was accepted."""
    claim = make_claim("paid")
    assert [*broken(claim.visit)] == []
    TravelClaim.objects.filter(pk=claim.pk).update(accepted_amount=1)

    assert [*broken(claim.visit)] != []
