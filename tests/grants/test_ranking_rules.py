"""The ranking as pure arithmetic: order, bars, ties, and the edge of the pool."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules.merit import Card, Measure, mean_of, rounded
from grants.rules.ranking import (
    Candidate,
    Outcome,
    Override,
    Terms,
    TieBreak,
    granted,
    lot,
    rank,
)
from grants.rules.record import differences, rank_again, write_row, write_terms

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MEASURES = (Measure("need", Decimal(10), Decimal(5)), Measure("plan", Decimal(20)))


def terms(pool="30000", threshold="15", **kwargs):
    return Terms(Decimal(pool), Card(MEASURES, Decimal(threshold)), **kwargs)


def candidate(key, *sheets, requested="10000", minutes=0, **override):
    return Candidate(
        override=Override(**override),
        key=key,
        number=key,
        requested=Decimal(requested),
        submitted_at=NOON + timedelta(minutes=minutes),
        sheets=tuple({"need": Decimal(need), "plan": Decimal(plan)} for need, plan in sheets),
    )


def outcomes(rows):
    return {row.candidate.key: row.outcome for row in rows}


def places(rows):
    return [row.candidate.key for row in rows]


def test_the_mean_of_two_assessments_keeps_its_half():
    assert rounded(mean_of([Decimal(91), Decimal(92)])) == Decimal("91.50")


def test_a_mean_of_thirds_stays_exact_and_is_rounded_only_for_reading():
    mean = mean_of([Decimal(1), Decimal(1), Decimal("0.5")])

    assert mean == Fraction(5, 6)
    assert rounded(mean) == Decimal("0.83")


def test_a_mean_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        mean_of([])


def test_more_points_stand_higher():
    rows = rank([candidate(1, (6, 10), (6, 11)), candidate(2, (9, 18), (8, 17))], terms())

    assert places(rows) == [2, 1]
    assert [row.points for row in rows] == [Decimal("26.00"), Decimal("16.50")]


def test_a_mean_exactly_at_the_threshold_passes():
    rows = rank([candidate(1, ("7.5", 7), ("7.5", 8))], terms())

    assert rows[0].points == Decimal("15.00")
    assert rows[0].outcome is Outcome.FUNDED


def test_a_quarter_point_under_the_threshold_does_not_pass():
    rows = rank([candidate(1, ("7.5", 7), ("7.5", "7.5"))], terms())

    assert rows[0].failed == ("",)
    assert rows[0].outcome is Outcome.BELOW_THRESHOLD


def test_a_criterion_with_its_own_bar_stops_a_high_total():
    rows = rank([candidate(1, ("4.5", 20), (5, 20))], terms())

    assert rows[0].failed == ("need",)
    assert rows[0].outcome is Outcome.BELOW_THRESHOLD


def test_an_application_below_the_bar_stands_after_every_one_that_passed():
    rows = rank([candidate(1, (4, 20)), candidate(2, (6, 9))], terms())

    assert places(rows) == [2, 1]


def test_the_pool_is_spent_to_the_grosz_and_no_further():
    rows = rank(
        [candidate(1, (9, 20), requested="29999.99"), candidate(2, (9, 19), requested="0.01")],
        terms(),
    )

    assert set(outcomes(rows).values()) == {Outcome.FUNDED}
    assert granted(rows) == Decimal("30000.00")


def test_nobody_is_passed_over_by_a_smaller_request():
    rows = rank(
        [
            candidate(1, (9, 20), requested="25000"),
            candidate(2, (9, 19), requested="6000"),
            candidate(3, (9, 18), requested="1000"),
        ],
        terms(),
    )

    assert outcomes(rows) == {1: Outcome.FUNDED, 2: Outcome.RESERVE, 3: Outcome.RESERVE}
    assert [row.cumulated for row in rows] == [Decimal(25000), Decimal(31000), Decimal(32000)]


@pytest.mark.parametrize(
    ("rule", "first", "second"),
    [
        (TieBreak.CRITERIA, candidate(2, (9, 11)), candidate(1, (8, 12))),
        (
            TieBreak.SMALLER_AMOUNT,
            candidate(2, (9, 11), requested="900"),
            candidate(1, (9, 11), requested="901"),
        ),
        (TieBreak.EARLIER, candidate(2, (9, 11), minutes=1), candidate(1, (9, 11), minutes=2)),
    ],
)
def test_equal_means_are_decided_by_what_the_call_declared(rule, first, second):
    rows = rank([second, first], terms(tie_breaks=(rule,)))

    assert places(rows) == [2, 1]
    assert all(row.tied for row in rows)


def test_what_is_still_equal_is_decided_by_the_number():
    rows = rank([candidate(7, (9, 11)), candidate(3, (9, 11))], terms())

    assert places(rows) == [3, 7]


def test_a_lot_comes_from_the_published_seed_alone():
    alike = [candidate(key, (9, 11)) for key in (1, 2, 3, 4)]
    by_lot = terms(tie_breaks=(TieBreak.LOT,), seed="Lotto 25.11.2026: 3 11 19 27 40 44")

    drawn = places(rank(alike, by_lot))

    assert drawn == sorted([1, 2, 3, 4], key=lambda number: lot(by_lot.seed, number))
    assert drawn != places(rank(alike, terms(tie_breaks=(TieBreak.LOT,), seed="inny")))


def test_what_the_pool_still_holds_goes_to_the_next_one_where_partial_awards_are_allowed():
    rows = rank(
        [
            candidate(1, (9, 20), requested="25000"),
            candidate(2, (9, 19), requested="8000"),
            candidate(3, (9, 18), requested="1000"),
        ],
        terms(partial_share=Decimal("0.5")),
    )

    assert [row.granted for row in rows] == [Decimal(25000), Decimal(5000), Decimal(0)]
    assert [row.is_partial for row in rows] == [False, True, False]
    assert outcomes(rows)[3] is Outcome.RESERVE


@pytest.mark.parametrize(
    ("share", "least", "given"), [("0.625", "0", "5000"), ("0.626", "0", "0"), ("0.1", "5001", "0")]
)
def test_a_part_is_granted_only_when_it_is_enough(share, least, given):
    rows = rank(
        [candidate(1, (9, 20), requested="25000"), candidate(2, (9, 19), requested="8000")],
        terms(partial_share=Decimal(share), least_grant=Decimal(least)),
    )

    assert rows[1].granted == Decimal(given)


def test_a_call_without_a_reserve_list_says_that_the_pool_was_not_enough():
    rows = rank(
        [candidate(1, (9, 20), requested="30000"), candidate(2, (9, 19))],
        terms(keeps_reserve=False),
    )

    assert outcomes(rows)[2] is Outcome.NO_FUNDS


def test_points_set_by_the_committee_stand_in_place_of_the_sum_and_may_miss_the_bar():
    rows = rank(
        [candidate(1, (9, 18)), candidate(2, (9, 19), points=Decimal("14.5"))],
        terms(),
    )

    assert places(rows) == [1, 2]
    assert rows[1].points == Decimal("14.50")
    assert rows[1].failed == ("",)


def test_a_place_set_by_the_committee_holds_among_those_that_passed():
    rows = rank(
        [
            candidate(1, (9, 20)),
            candidate(2, (9, 19)),
            candidate(3, (9, 18), place=1),
            candidate(4, (1, 1), place=1),
        ],
        terms(),
    )

    assert places(rows) == [3, 1, 2, 4]


def test_an_amount_proposed_by_the_committee_leaves_more_of_the_pool():
    rows = rank(
        [
            candidate(1, (9, 20), requested="25000", amount=Decimal(20000)),
            candidate(2, (9, 19), requested="10000"),
        ],
        terms(),
    )

    assert [row.granted for row in rows] == [Decimal(20000), Decimal(10000)]


def test_an_empty_call_has_an_empty_ranking():
    assert rank([], terms()) == []


half_points = st.integers(0, 20).map(lambda halves: Decimal(halves) / 2)
sheets = st.lists(st.tuples(half_points, half_points), min_size=1, max_size=3)
amounts = st.integers(1, 3_000_000).map(lambda grosz: Decimal(grosz) / 100)


@st.composite
def fields(draw):
    """Draw up to a dozen candidates with distinct numbers."""
    count = draw(st.integers(0, 12))
    return [
        candidate(key, *draw(sheets), requested=draw(amounts), minutes=draw(st.integers(0, 3)))
        for key in range(1, count + 1)
    ]


@given(fields(), st.randoms(use_true_random=False))
def test_the_order_of_reading_changes_nothing(candidates, random):
    shuffled = list(candidates)
    random.shuffle(shuffled)

    assert rank(shuffled, terms()) == rank(candidates, terms())


shares = st.none() | st.integers(0, 100).map(lambda percent: Decimal(percent) / 100)


@given(fields(), amounts, shares)
def test_the_pool_is_never_overspent_and_the_grants_add_up(candidates, pool, share):
    rows = rank(candidates, terms(pool=pool, partial_share=share))

    assert granted(rows) == sum((row.granted for row in rows), Decimal(0)) <= pool
    assert all(0 <= row.granted <= row.candidate.requested for row in rows)


@given(fields(), amounts, shares)
def test_at_most_one_application_gets_a_part_and_nobody_after_it_anything(candidates, pool, share):
    rows = [
        row for row in rank(candidates, terms(pool=pool, partial_share=share)) if not row.failed
    ]
    short = [row.place for row in rows if row.granted < row.candidate.proposed]

    assert all(row.granted == 0 for row in rows if short and row.place > short[0])


@given(fields(), amounts, shares)
def test_a_ranking_computes_again_from_its_record(candidates, pool, share):
    these = terms(pool=pool, partial_share=share, seed="ziarno")
    rows = rank(candidates, these)
    part = write_terms(these) | {
        "rows": [write_row(row, number=str(row.candidate.number)) for row in rows]
    }

    assert rank_again(part) == rows
    assert differences({"lists": [part]}) == []


@given(fields())
def test_every_application_has_one_place(candidates):
    rows = rank(candidates, terms())

    assert [row.place for row in rows] == list(range(1, len(candidates) + 1))
    assert sorted(places(rows)) == [one.key for one in candidates]


@given(fields())
def test_funded_stand_above_reserve_and_reserve_above_the_rest(candidates):
    order = [Outcome.FUNDED, Outcome.RESERVE, Outcome.BELOW_THRESHOLD]
    found = [order.index(row.outcome) for row in rank(candidates, terms())]

    assert found == sorted(found)


@given(fields())
def test_nobody_stands_above_somebody_with_a_greater_mean_who_passed(candidates):
    passed = [row.mean for row in rank(candidates, terms()) if not row.failed]

    assert passed == sorted(passed, reverse=True)


def test_a_record_with_one_changed_point_does_not_compute():
    these = terms()
    rows = rank([candidate(1, (9, 20)), candidate(2, (9, 19))], these)
    part = write_terms(these) | {"rows": [write_row(row, number="1/2026") for row in rows]}

    part["rows"][0]["sheets"][0]["plan"] = "19.5"

    assert differences({"lists": [part]}) == ["1/2026"]


@given(fields(), amounts, amounts)
def test_a_greater_pool_never_takes_money_from_anyone(candidates, pool, more):
    funded = {
        row.candidate.key
        for row in rank(candidates, terms(pool=pool))
        if row.outcome is Outcome.FUNDED
    }
    later = {
        row.candidate.key
        for row in rank(candidates, terms(pool=pool + more))
        if row.outcome is Outcome.FUNDED
    }

    assert funded <= later


@given(fields())
def test_one_more_point_never_lowers_a_place(candidates):
    if not candidates:
        return
    before = {row.candidate.key: row.place for row in rank(candidates, terms())}
    first = candidates[0]
    better = candidate(
        first.key,
        *[(sheet["need"] + 1, sheet["plan"] + 1) for sheet in first.sheets],
        requested=first.requested,
        minutes=int((first.submitted_at - NOON).total_seconds() // 60),
    )
    after = {row.candidate.key: row.place for row in rank([better, *candidates[1:]], terms())}

    assert after[first.key] <= before[first.key]
