"""Lives of pairs, from the first proposal to the end of the edition: no dead end, and what a certificate says is true."""

import os
from typing import Any

import pytest

from mentoring.models import Edition, Pairing
from tests.factories.mentoring import make_milestone
from tests.lives import DeadEnd
from tests.mentoring.lives import FAMILY, PairLives, broken
from tests.tally import Tally, walk_forest

pytestmark = pytest.mark.django_db
A_TREE = 10  # lives that share their beginning
DAILY = 6
# An edition is recruited before the pairs begin; that has tests of its own.
BESIDE = ("Edition.open_recruitment", "Edition.start")
MANY = int(os.environ.get("TANDEM_LIVES", "1000"))
SEED = int(os.environ.get("TANDEM_LIVES_SEED", "0"))
LEDGER = os.environ.get("TANDEM_LIVES_LEDGER_OF_PAIRS", "")


def walk(many: int, *, a_tree: int = A_TREE, seed: int = SEED, **how: Any) -> Tally:
    """Walk `many` different lives in as many trees as it takes."""
    return walk_forest(PairLives, many, a_tree=a_tree, seed=seed, **how)


def test_random_lives_of_pairs_come_to_an_end():
    assert len(walk(DAILY, a_tree=6).lives) == DAILY


@pytest.mark.soak
def test_many_random_lives_of_pairs_come_to_an_end(capsys):
    tally = walk(MANY, tell=capsys, ledger=LEDGER)

    assert tally.found == []
    assert len(tally.lives) >= MANY
    assert tally.unwalked(FAMILY, spared=BESIDE) == []


def test_a_dead_end_is_found(monkeypatch):
    """The control: where nothing can be done with a pair that is at work, the edition does not end either."""
    steps = PairLives.open_steps

    def none_at_work(lives):
        return iter(()) if lives.these(Pairing, "active") else steps(lives)

    monkeypatch.setattr(PairLives, "open_steps", none_at_work)

    with pytest.raises(DeadEnd, match=r"Pairing \d+: active"):
        walk(20, a_tree=20)


def test_a_milestone_approved_without_anything_to_see_is_found():
    milestone = make_milestone("approved")
    edition = Edition.objects.get(pk=milestone.pairing.edition_id)
    assert [*broken(edition)] == []
    type(milestone).objects.filter(pk=milestone.pk).update(evidence="")

    assert [*broken(edition)] != []
