"""Interest by the day: recomputed by hand, and the same however its time is cut into pieces."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grants.rules.interest import NoRate, Rate, stretches, together

RATES = [Rate(date(2023, 9, 7), Decimal("15.00")), Rate(date(2023, 10, 5), Decimal("14.50"))]
days = st.dates(date(2023, 9, 7), date(2035, 12, 31))
sums = st.decimals("0.01", "100000", places=2)


@pytest.mark.parametrize(
    ("principal", "since", "until", "interest"),
    [
        ("1000.00", date(2024, 1, 1), date(2024, 1, 1), "0.40"),  # 1000 × 14,5% / 365 = 0,397…
        ("1000.00", date(2024, 1, 1), date(2024, 12, 30), "145.00"),  # 365 days of a leap year
        ("1000.00", date(2024, 1, 1), date(2024, 12, 31), "145.40"),
        ("1000.00", date(2023, 10, 4), date(2023, 10, 5), "0.81"),  # a day of 15% and one of 14,5%
        ("0.01", date(2024, 1, 1), date(2024, 1, 2), "0.00"),
        ("1000.00", date(2024, 1, 2), date(2024, 1, 1), "0.00"),
        ("0.00", date(2024, 1, 1), date(2024, 6, 1), "0.00"),
    ],
)
def test_interest_is_what_a_person_would_reckon(principal, since, until, interest):
    assert together(stretches(Decimal(principal), since, until, RATES)) == Decimal(interest)


def test_a_day_before_the_first_rate_is_named():
    with pytest.raises(NoRate) as missing:
        stretches(Decimal(1), date(2023, 9, 6), date(2023, 9, 8), RATES)

    assert missing.value.day == date(2023, 9, 6)


@given(sums, days, st.integers(0, 2000), st.integers(0, 2000))
def test_time_cut_in_two_bears_the_same_to_the_last_fraction(principal, since, first, second):
    middle, until = since + timedelta(days=first), since + timedelta(days=first + second)
    whole = sum(part.exact for part in stretches(principal, since, until, RATES))
    left = sum(part.exact for part in stretches(principal, since, middle, RATES))
    right = sum(
        part.exact for part in stretches(principal, middle + timedelta(days=1), until, RATES)
    )

    assert whole == left + right


@given(sums, days, st.integers(0, 2000))
def test_every_day_is_counted_once(principal, since, length):
    until = since + timedelta(days=length)
    found = stretches(principal, since, until, RATES)

    assert sum(part.days for part in found) == length + 1
    assert (found[0].since, found[-1].until) == (since, until)
    all_days = (since + timedelta(days=number) for number in range(length + 1))
    by_day = sum(Fraction(principal) * Fraction(_rate(day)) / 36500 for day in all_days)
    assert sum(part.exact for part in found) == by_day


def _rate(day):
    return [rate.percent for rate in RATES if rate.since <= day][-1]


@given(sums, days, days)
def test_the_sum_is_rounded_half_up_and_once(principal, since, until):
    assume(since <= until)
    found = stretches(principal, since, until, RATES)
    exact = sum((part.exact for part in found), Fraction(0))

    assert abs(Fraction(together(found)) - exact) <= Fraction(1, 200)
    assert together(found) == together(found).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@given(sums, days, st.permutations(RATES))
def test_the_order_in_which_rates_are_read_does_not_matter(principal, since, rates):
    until = since + timedelta(days=100)

    assert stretches(principal, since, until, rates) == stretches(principal, since, until, RATES)
