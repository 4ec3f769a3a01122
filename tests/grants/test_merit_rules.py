"""The merit card: weights, groups, the strategic bonus, and bars met to the half point."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from grants.rules.merit import TOTAL, WITHOUT_BONUS, Card, Measure, means_of, total, total_of_sheet

MEASURES = (
    Measure("need", Decimal(10), Decimal(5), weight=Decimal(2), group="idea"),
    Measure("plan", Decimal(10), group="idea"),
    Measure("costs", Decimal(5), group="money"),
    Measure("priority", Decimal(5), is_bonus=True),
)
CARD = Card(
    MEASURES,
    threshold=Decimal(25),
    threshold_without_bonus=Decimal(24),
    groups=(("idea", Decimal(18)), ("money", Decimal("2.5"))),
)


def points(need="8", plan="8", costs="4", priority="2"):
    given = {"need": need, "plan": plan, "costs": costs, "priority": priority}
    return {key: Fraction(value) for key, value in given.items()}


def test_a_weight_multiplies_the_points_and_the_most_there_is():
    assert total(MEASURES, points()) == 2 * 8 + 8 + 4 + 2
    assert CARD.maximum == 40


def test_every_bar_met_exactly_is_met():
    assert CARD.missed(points(need="5", plan="11.5", costs="2.5", priority="1")) == ()


def test_a_bonus_does_not_help_over_the_bar_without_bonus():
    assert CARD.missed(points(need="5", plan="11", costs="2.5", priority="5")) == (WITHOUT_BONUS,)


def test_a_weak_group_stops_a_high_total():
    assert CARD.missed(points(need="10", plan="10", costs="2", priority="5")) == ("money",)


def test_a_weak_criterion_stops_a_high_total_and_its_bar_is_in_points_before_the_weight():
    assert CARD.missed(points(need="4.5", plan="10", costs="5", priority="5")) == ("need",)


def test_every_missed_bar_is_named():
    assert CARD.missed(points("0", "0", "0", "0")) == (
        "need",
        "idea",
        "money",
        WITHOUT_BONUS,
        TOTAL,
    )


halves = st.integers(0, 10).map(lambda value: Decimal(value) / 2)
sheets = st.fixed_dictionaries({one.key: halves for one in MEASURES})


@given(st.lists(sheets, min_size=1, max_size=4))
def test_the_total_of_the_means_is_the_mean_of_the_totals(several):
    totals = [total_of_sheet(sheet, MEASURES) for sheet in several]

    assert total(MEASURES, means_of(several, MEASURES)) == sum(totals) / len(totals)
