"""Two assessments far apart: what opens a third one, and which of the three count."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules.divergence import Counting, Divergence, Reason
from grants.rules.merit import Card, Measure

CARD = Card((Measure("idea", Decimal(60)), Measure("plan", Decimal(40))), threshold=Decimal(60))


def sheet(total):
    """A sheet that comes to `total` points of 100."""
    idea = min(Decimal(total), Decimal(60))
    return {"idea": idea, "plan": Decimal(total) - idea}


@pytest.mark.parametrize(
    ("rule", "first", "second", "reasons"),
    [
        (Divergence(gap_percent=Decimal(30)), "90", "60", (Reason.GAP_PERCENT,)),
        (Divergence(gap_percent=Decimal(30)), "90", "60.5", ()),
        (Divergence(gap_points=Decimal(20)), "90", "70", (Reason.GAP_POINTS,)),
        (Divergence(gap_points=Decimal(20)), "90", "70.5", ()),
        (Divergence(when_one_passes=True), "60", "59.5", (Reason.VERDICT,)),
        (Divergence(when_one_passes=True), "60", "100", ()),
        (Divergence(when_one_passes=True), "0", "59.5", ()),
        (Divergence(gap_points=Decimal(0)), "70", "70", ()),
        (Divergence(), "0", "100", ()),
        (
            Divergence(Decimal(30), Decimal(20), when_one_passes=True),
            "30",
            "90",
            (Reason.GAP_PERCENT, Reason.GAP_POINTS, Reason.VERDICT),
        ),
    ],
)
def test_a_third_assessment_is_asked_for_exactly_at_the_limit(rule, first, second, reasons):
    assert rule.reasons(sheet(first), sheet(second), CARD) == reasons
    assert rule.reasons(sheet(second), sheet(first), CARD) == reasons


@pytest.mark.parametrize(
    ("counting", "three", "counted"),
    [
        (Counting.ALL, ("90", "50", "60"), ("90", "50", "60")),
        (Counting.NEARER_OR_HIGHER, ("90", "50", "60"), ("50", "60")),
        (Counting.NEARER_OR_HIGHER, ("90", "50", "80"), ("90", "80")),
        (Counting.NEARER_OR_HIGHER, ("90", "50", "70"), ("90", "70")),
        (Counting.NEARER_OR_LOWER, ("90", "50", "70"), ("50", "70")),
        (Counting.NEARER_OR_LOWER, ("90", "50"), ("90", "50")),
    ],
)
def test_the_third_counts_with_all_or_with_the_nearer(counting, three, counted):
    rule = Divergence(gap_points=Decimal(20), counting=counting)

    assert rule.counted([sheet(one) for one in three], CARD) == tuple(sheet(one) for one in counted)


totals = st.integers(0, 200).map(lambda value: Decimal(value) / 2)


@given(totals, totals, totals, st.sampled_from(Counting))
def test_which_of_the_first_two_was_handed_in_first_never_matters(first, second, third, counting):
    rule = Divergence(counting=counting)

    def mean(*three):
        counted = rule.counted([sheet(one) for one in three], CARD)
        return sum(sum(one.values()) for one in counted) / len(counted)

    assert mean(first, second, third) == mean(second, first, third)


@given(totals, totals, totals)
def test_the_sheet_that_is_left_out_is_never_nearer_than_the_one_that_counts(first, second, third):
    rule = Divergence(counting=Counting.NEARER_OR_LOWER)

    chosen = sum(rule.counted([sheet(one) for one in (first, second, third)], CARD)[0].values())

    assert abs(chosen - third) == min(abs(first - third), abs(second - third))
