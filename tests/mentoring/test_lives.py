"""Random lives of pairs: no dead end, and what a certificate says is true."""

import os

import pytest
from django.db import transaction

from mentoring.models import Edition
from tests.mentoring.lives import PairWalk, broken
from workflows.errors import MoveRefused
from workflows.integrity import findings
from workflows.models import Turn

pytestmark = pytest.mark.django_db
DAILY = 1  # a pair takes long; `make soak` walks many
MANY = int(os.environ.get("TANDEM_LIVES", "10000"))


def walk(seed: int, seen: set[str]) -> None:
    """Walk one edition to its end, hold it against every rule, and take it back."""
    with transaction.atomic():
        one = PairWalk(seed)
        one.run()
        edition = Edition.objects.get(pk=one.edition.pk)
        seen.update(row.state for row in edition.pairings.all())
        assert [*broken(edition)] == [], (seed, one.trace)
        assert [row for row in one.rows() if Turn.objects.of(row).exists()] == [], (seed, one.trace)
        assert [*findings()] == [], (seed, one.trace)
        transaction.set_rollback(True)


def test_random_lives_of_pairs_come_to_an_end():
    seen: set[str] = set()
    for seed in range(DAILY):
        walk(seed, seen)

    assert seen


@pytest.mark.soak
def test_many_random_lives_of_pairs_come_to_an_end():
    seen: set[str] = set()
    for seed in range(MANY // 4):
        walk(seed, seen)

    assert seen == {"completed", "terminated", "rematched", "declined"}


def test_a_dead_end_is_found(monkeypatch):
    """The control: where no pair may ever end, the edition does not either."""

    def refuse(self, *_given):
        raise MoveRefused(["Nobody may."])

    monkeypatch.setattr(PairWalk, "make", refuse)
    one = PairWalk(1)

    with pytest.raises(AssertionError, match=r"Nobody can go on|No end in sight"):
        one.run()
