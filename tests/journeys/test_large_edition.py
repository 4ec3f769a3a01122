"""A complete edition, from its announcement to the last settlement: what came out, whatever its size."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from cms.demo import edition, programmes
from cms.demo.cast import cast
from cms.demo.grants import PROGRAMME, Stage
from grants.models import Agreement, Appeal, Assessment, Call, CostCut, Decision, DecisionRow
from workflows.integrity import findings
from workflows.models import History, Message, Turn
from workflows.outbox import silence

pytestmark = pytest.mark.django_db


@pytest.fixture
def plays() -> Callable[[int], Call]:
    """Return a function that plays an edition of so many applications."""

    def play(size: int) -> Call:
        with silence("test"):
            people = cast()
            stage = Stage(people, programmes.play(people)[PROGRAMME])
            return edition.play(stage, size)

    return play


@pytest.mark.parametrize(
    ("size", "admitted"), [(20, 16), pytest.param(150, 130, marks=pytest.mark.soak)]
)
def test_an_edition_is_played_to_its_end_and_everything_in_it_adds_up(plays, size, admitted):
    call = plays(size)

    assert call.state == "finished"
    everybody_has_an_outcome(call, size, admitted)
    every_way_through_the_formal_check_was_taken(call)
    two_sheets_count_and_a_third_where_two_differ(call, admitted)
    the_ranking_is_in_order_and_ties_were_broken(call)
    appeals_were_answered_with_effect(call)
    the_reserve_moved_up_and_the_pool_held(call)
    every_grant_was_settled_or_given_back(call)
    nobody_waits_any_more(call)
    assert list(findings()) == []


def everybody_has_an_outcome(call: Call, size: int, admitted: int) -> None:
    states = Counter(call.applications.values_list("state", flat=True))
    assert sum(states.values()) == size
    assert set(states) == {"funded", "not_funded", "formally_rejected", "withdrawn"}
    assert states["funded"] + states["not_funded"] == admitted
    numbers = call.applications.in_order_of_number().values_list("ordinal", flat=True)
    assert list(numbers) == list(range(1, size + 1))


def every_way_through_the_formal_check_was_taken(call: Call) -> None:
    moves = moves_of(call.applications.all())
    for name in ("return_for_correction", "resubmit", "reject_formally", "readmit", "withdraw"):
        assert moves[name], name
    assert moves["return_for_correction"] > moves["resubmit"], "one was not corrected in time"


def two_sheets_count_and_a_third_where_two_differ(call: Call, admitted: int) -> None:
    sheets = Assessment.objects.in_call(call)
    thirds = call.applications.filter(third_opened_at__isnull=False).count()
    assert thirds > 0
    assert sheets.in_state("submitted").count() == 2 * admitted + thirds
    assert sheets.in_state("replaced").count() == 1, "who handed one back was replaced"
    judges = Counter(sheets.in_state("submitted").values_list("assessor", flat=True))
    assert len(judges) == edition.ASSESSORS
    assert max(judges.values()) - min(judges.values()) <= thirds + 2, "the load is even"


def the_ranking_is_in_order_and_ties_were_broken(call: Call) -> None:
    decision = Decision.objects.first_ones().get(call=call)
    rows = list(DecisionRow.objects.filter(decision=decision).order_by("place"))
    passed = [row for row in rows if row.outcome != "below_threshold"]
    assert all(first.points >= second.points for first, second in pairwise(passed))
    assert any(first.points == second.points for first, second in pairwise(passed))
    assert decision.computes_again()


def appeals_were_answered_with_effect(call: Call) -> None:
    appeals = Appeal.objects.filter(application__call=call)
    kinds = set(appeals.values_list("kind", "state"))
    assert {("formal", "upheld"), ("formal", "dismissed"), ("merit", "upheld")} <= kinds
    assert not appeals.filter(state="filed").exists()
    assert Decision.objects.filter(call=call, corrects__isnull=False).count() == 1


def the_reserve_moved_up_and_the_pool_held(call: Call) -> None:
    first = Decision.objects.first_ones().get(call=call)
    funded_at_first = set(first.rows.filter(outcome="funded").values_list("application", flat=True))
    lines = DecisionRow.objects.filter(decision__call=call).order_by("decision__pk")
    newest = {line.application_id: line for line in lines}  # an appeal may give another place
    waited = sorted(
        (line for line in newest.values() if line.outcome == "reserve"),
        key=lambda line: line.place,
    )
    later = call.applications.in_state("funded").exclude(pk__in=funded_at_first)
    risen = list(later.values_list("pk", flat=True))
    assert risen
    in_turn = [line.application_id for line in waited[: len(risen)]]
    assert in_turn[0] == heard(call), "who had most points after the appeal was the first to rise"
    assert sorted(risen) == sorted(in_turn), "nobody was passed over"
    assert call.granted_so_far() <= call.pool


def heard(call: Call) -> int:
    """The key of the application whose points an upheld appeal changed."""
    appeal = Appeal.objects.get(application__call=call, kind="merit", state="upheld")
    return int(appeal.application_id)


def every_grant_was_settled_or_given_back(call: Call) -> None:
    grants = Agreement.objects.filter(call=call)
    assert set(grants.values_list("state", flat=True)) == {"settled", "resigned"}
    assert CostCut.objects.filter(agreement__call=call, misused=True).exists()
    moves = moves_of(grants)
    for name in ("return_report", "ask_for_refund", "record_refund", "resign"):
        assert moves[name], name
    for one in grants.in_state("settled"):
        kept = one.amount - (one.accepted_amount or Decimal(0))
        assert kept == 0 or one.refunded_amount >= kept, one.number


def nobody_waits_any_more(call: Call) -> None:
    assert not Turn.objects.of(call).exists()
    for rows in (call.applications.all(), Agreement.objects.filter(call=call)):
        assert not Turn.objects.about_any(rows).exists()
    assert not Message.objects.filter(sent_at__isnull=False).exists(), "the demo writes to nobody"


def moves_of(rows: Any) -> Counter[str]:
    """How often each move was made among `rows`."""
    return Counter(History.objects.about_any(rows).values_list("move", flat=True))
