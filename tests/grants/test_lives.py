"""Lives of applications, from the call in preparation to their end: no dead end, and what adds up goes on adding up."""

import os
from typing import Any

import pytest

from grants.models import Agreement, Tranche
from grants.rules import application as application_rules
from tests.factories.grants_later import make_agreement
from tests.grants.lives import FAMILY, GrantLives, broken_money
from tests.lives import DeadEnd, Surprise
from tests.tally import Tally, walk_forest
from workflows.errors import GuardsFailed

pytestmark = pytest.mark.django_db
A_TREE = 50  # lives that share their beginning
DAILY = 6
MANY = int(os.environ.get("TANDEM_LIVES", "10000"))
SEED = int(os.environ.get("TANDEM_LIVES_SEED", "0"))
LEDGER = os.environ.get("TANDEM_LIVES_LEDGER", "")


def walk(many: int, *, a_tree: int = A_TREE, seed: int = SEED, **how: Any) -> Tally:
    """Walk `many` different lives in as many trees as it takes."""
    return walk_forest(GrantLives, many, a_tree=a_tree, seed=seed, **how)


def test_random_lives_come_to_an_end_and_everything_adds_up():
    assert len(walk(DAILY, a_tree=6).lives) == DAILY


@pytest.mark.soak
def test_ten_thousand_random_lives_come_to_an_end_and_everything_adds_up(capsys):
    tally = walk(MANY, tell=capsys, ledger=LEDGER)

    assert tally.found == []
    assert len(tally.lives) >= MANY
    assert tally.unwalked(FAMILY) == []


def test_the_same_seed_walks_the_same_lives():
    tallies = [walk(2, a_tree=2, seed=5) for _ in range(2)]

    assert tallies[0].lives == tallies[1].lives


class TestControls:
    """What the walk is there to find is found."""

    def test_a_dead_end(self, monkeypatch):
        """An application that is submitted and that nobody touches any more stays where it is."""
        steps = GrantLives.open_steps

        def none_after_the_submission(lives):
            hero = lives.hero()
            return iter(()) if hero and hero.state == "submitted" else steps(lives)

        monkeypatch.setattr(GrantLives, "open_steps", none_after_the_submission)

        with pytest.raises(DeadEnd, match=r"Application \d+: submitted"):
            walk(20, a_tree=20)

    def test_a_button_that_does_not_say_why_it_will_refuse(self, monkeypatch):
        number_of = application_rules.number_of

        def refuse_the_second(ordinal, at):
            if ordinal > 1:
                raise GuardsFailed(["Nobody said so."])
            return number_of(ordinal, at)

        monkeypatch.setattr(application_rules, "number_of", refuse_the_second)

        with pytest.raises(Surprise, match="Nobody said so"):
            walk(20, a_tree=20)

    def test_a_grant_that_is_paid_twice(self):
        agreement = make_agreement("paid")
        assert [*broken_money(agreement)] == []
        Tranche.objects.filter(agreement=agreement).update(amount=agreement.amount + 1)

        assert [*broken_money(Agreement.objects.get(pk=agreement.pk))] != []
