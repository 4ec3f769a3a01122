"""The order of a ranking against an account of its own: plain fractions, sorted by the words of the regulations."""

import hashlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules.merit import TOTAL, Card, Measure, mean_of, means_of, total
from grants.rules.ranking import Candidate, Outcome, Override, Terms, TieBreak, rank

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
WEIGHTS = (Decimal(1), Decimal("0.5"), Decimal("1.5"), Decimal(2), Decimal("0.33"))

halves = st.integers(0, 20).map(lambda value: Decimal(value) / 2)
cards = st.lists(
    st.tuples(st.sampled_from(WEIGHTS), st.none() | halves), min_size=1, max_size=4
).map(
    lambda rows: tuple(
        Measure(f"k{place}", Decimal(10), bar, weight=weight)
        for place, (weight, bar) in enumerate(rows)
    )
)
orders = st.sampled_from([order for n in range(5) for order in permutations(TieBreak, n)])


@st.composite
def calls(draw):
    """Terms and up to nine candidates with few kinds of points, so that many are equal."""
    measures = draw(cards)
    coarse = st.sampled_from([Decimal(2), Decimal("2.5"), Decimal(9)])
    sheet = st.fixed_dictionaries({one.key: coarse for one in measures})
    terms = Terms(
        pool=draw(st.integers(0, 40)) * Decimal(1000),
        card=Card(measures, threshold=draw(st.none() | halves)),
        tie_breaks=draw(orders),
        seed=draw(st.text("abc", max_size=3)),
    )
    candidates = [
        Candidate(
            key=100 + number,
            number=number,
            requested=draw(st.sampled_from([Decimal(1000), Decimal(2000)])),
            submitted_at=NOON + timedelta(minutes=draw(st.integers(0, 2))),
            sheets=tuple(draw(st.lists(sheet, min_size=1, max_size=3))),
        )
        for number in range(1, draw(st.integers(0, 9)) + 1)
    ]
    return terms, candidates


def exact(candidate, measure):
    """The mean on one criterion, one division of a plain sum."""
    return sum(Fraction(sheet[measure.key]) for sheet in candidate.sheets) / len(candidate.sheets)


def exact_total(candidate, terms):
    return sum(exact(candidate, one) * Fraction(one.weight) for one in terms.card.measures)


def passes(candidate, terms):
    bars = [(exact(candidate, one), one.threshold) for one in terms.card.measures]
    bars.append((exact_total(candidate, terms), terms.card.threshold))
    return all(bar is None or reached >= Fraction(bar) for reached, bar in bars)


def decides(rule, candidate, terms):
    """What one rule compares, smaller first."""
    if rule is TieBreak.CRITERIA:
        return tuple(-exact(candidate, one) for one in terms.card.measures)
    if rule is TieBreak.LOT:
        return hashlib.sha256(f"{terms.seed}|{candidate.number}".encode()).hexdigest()
    return candidate.requested if rule is TieBreak.SMALLER_AMOUNT else candidate.submitted_at


def in_order(candidates, terms):
    return sorted(
        candidates,
        key=lambda one: (
            not passes(one, terms),
            -exact_total(one, terms),
            *(decides(rule, one, terms) for rule in terms.tie_breaks),
            one.number,
        ),
    )


@given(calls())
def test_the_order_is_that_of_the_exact_means_and_the_declared_tie_breaks(case):
    terms, candidates = case

    rows = rank(candidates, terms)

    assert [row.candidate for row in rows] == in_order(candidates, terms)
    assert [row.mean for row in rows] == [exact_total(row.candidate, terms) for row in rows]


@given(calls())
def test_only_who_clears_every_bar_is_ranked_for_money(case):
    terms, candidates = case

    for row in rank(candidates, terms):
        below = row.outcome is Outcome.BELOW_THRESHOLD
        assert below is not passes(row.candidate, terms)
        assert bool(row.failed) is below
        assert row.granted == 0 or not below


@given(calls())
def test_what_is_added_up_grows_by_what_each_asked_for(case):
    terms, candidates = case
    rows = [row for row in rank(candidates, terms) if not row.failed]

    added = Decimal(0)
    for row in rows:
        added += row.candidate.requested
        assert row.cumulated == added
        fits = added <= terms.pool
        assert (row.outcome is Outcome.FUNDED) is fits
        assert row.granted == (row.candidate.requested if fits else 0)


@given(calls())
def test_equal_points_are_marked_and_only_those(case):
    terms, candidates = case
    rows = [row for row in rank(candidates, terms) if not row.failed]

    for row in rows:
        alike = sum(other.mean == row.mean for other in rows)
        assert row.tied is (alike > 1)


@given(calls(), st.randoms(use_true_random=False))
def test_neither_the_order_of_reading_nor_that_of_two_sheets_changes_anything(case, random):
    terms, candidates = case
    turned = [
        Candidate(one.key, one.number, one.requested, one.submitted_at, tuple(reversed(one.sheets)))
        for one in candidates
    ]
    random.shuffle(turned)

    def told(rows):
        return [(row.place, row.candidate.key, row.mean, row.outcome, row.granted) for row in rows]

    assert told(rank(turned, terms)) == told(rank(candidates, terms))


@given(calls(), st.data())
def test_a_place_set_by_the_committee_moves_one_and_leaves_the_others_in_their_order(case, data):
    terms, candidates = case
    passed = [row.candidate for row in rank(candidates, terms) if not row.failed]
    if not passed:
        return
    moved = data.draw(st.sampled_from(passed))
    place = data.draw(st.integers(1, len(passed)))
    set_by_hand = Candidate(
        moved.key,
        moved.number,
        moved.requested,
        moved.submitted_at,
        moved.sheets,
        Override(place=place),
    )

    rows = rank([set_by_hand if one is moved else one for one in candidates], terms)

    assert rows[place - 1].candidate.key == moved.key
    others = [row.candidate.key for row in rows if row.candidate.key != moved.key]
    before = [row.candidate.key for row in rank(candidates, terms)]
    assert others == [key for key in before if key != moved.key]


@given(st.lists(st.decimals(0, 999, places=1), min_size=1, max_size=5))
def test_a_mean_is_the_plain_sum_divided_once(values):
    assert mean_of(values) == sum(map(Fraction, values)) / len(values)


@given(calls())
def test_a_total_is_the_plain_weighted_sum(case):
    terms, candidates = case

    for one in candidates:
        means = means_of(one.sheets, terms.card.measures)
        assert total(terms.card.measures, means) == exact_total(one, terms)


@pytest.mark.parametrize(
    ("bar", "given", "missed"),
    [
        ("7.5", ("7.5", "7.5"), False),
        ("7.5", ("7", "8"), False),  # a mean that is exactly the bar
        ("7.5", ("7", "7.5"), True),  # a quarter point below it
        ("7.5", ("7.5", "7.5", "7"), True),  # a sixth below: 7.33…
        ("0", ("0", "0"), False),
        ("10", ("10", "9.5"), True),
    ],
)
def test_the_bar_is_met_exactly_or_missed_by_any_fraction(bar, given, missed):
    card = Card((Measure("k", Decimal(10)),), threshold=Decimal(bar))
    means = means_of([{"k": Decimal(points)} for points in given], card.measures)

    assert card.missed(means) == ((TOTAL,) if missed else ())


@pytest.mark.parametrize("bar", ["0", "3", "7.5", "10"])
def test_a_bar_on_a_criterion_a_group_and_the_total_are_the_same_bar_where_there_is_one_criterion(
    bar,
):
    measure, limit = Measure("k", Decimal(10), group="g"), Decimal(bar)
    ways = [
        Card((Measure("k", Decimal(10), limit),)),
        Card((measure,), groups=(("g", limit),)),
        Card((measure,), threshold=limit),
        Card((measure,), threshold_without_bonus=limit),
    ]

    for points in (limit - Decimal("0.5"), limit, limit + Decimal("0.5")):
        told = {bool(card.missed({"k": Fraction(points)})) for card in ways}
        assert told == {points < limit}
