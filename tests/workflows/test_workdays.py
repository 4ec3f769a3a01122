"""Windows in working days, over Polish holidays and the nights on which the clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.workdays import (
    day_in_warsaw,
    end_of_day,
    end_of_window,
    end_of_working_window,
    is_working_day,
    last_day_of_months,
    months_after,
    working_day_after,
    working_days_between,
)

WARSAW = ZoneInfo("Europe/Warsaw")
DAYS = st.dates(date(2025, 1, 1), date(2035, 12, 1))
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 1), timezones=st.just(UTC))
# The days off of the Act of 18 January 1951; Easter from the published tables.
FIXED = {(1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 24), (12, 25), (12, 26)}
EASTER = {
    2025: date(2025, 4, 20),
    2026: date(2026, 4, 5),
    2027: date(2027, 3, 28),
    2028: date(2028, 4, 16),
    2029: date(2029, 4, 1),
    2030: date(2030, 4, 21),
    2031: date(2031, 4, 13),
    2032: date(2032, 3, 28),
    2033: date(2033, 4, 17),
    2034: date(2034, 4, 9),
    2035: date(2035, 3, 25),
    2036: date(2036, 4, 13),
}


def is_off_by_the_act(day: date) -> bool:
    """The same by the words of the Act: an account of its own, to compare."""
    movable = {EASTER[day.year] + timedelta(days=gap) for gap in (0, 1, 49, 60)}
    return day.weekday() > 4 or (day.month, day.day) in FIXED or day in movable


@given(DAYS)
def test_the_days_off_are_those_of_the_act(day: date) -> None:
    assert is_working_day(day) is not is_off_by_the_act(day)


def test_christmas_eve_is_a_day_off_since_2025() -> None:
    assert is_working_day(date(2024, 12, 24))
    assert not is_working_day(date(2025, 12, 24))


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 4, 30), 3, date(2026, 5, 6)),  # Thursday; 1 May off, weekend
        (date(2026, 12, 23), 3, date(2026, 12, 30)),  # Christmas Eve and Christmas do not count
        (date(2026, 6, 3), 1, date(2026, 6, 5)),  # Corpus Christi between
        (date(2026, 4, 3), 1, date(2026, 4, 7)),  # Easter Monday
        (date(2026, 11, 27), 5, date(2026, 12, 4)),  # five plain days over a weekend
    ],
)
def test_the_day_of_the_event_and_days_off_do_not_count(start: date, days: int, last: date) -> None:
    assert working_day_after(start, days=days) == last


@given(DAYS, st.integers(1, 40))
def test_a_window_ends_on_a_working_day_with_exactly_its_days_in_it(start: date, days: int) -> None:
    last = working_day_after(start, days=days)

    assert is_working_day(last)
    assert working_days_between(start, last) == days
    assert (
        sum(not is_off_by_the_act(start + timedelta(n + 1)) for n in range((last - start).days))
        == days
    )


@given(DAYS, st.integers(1, 20), st.integers(1, 20))
def test_two_windows_in_a_row_are_one_long_one(start: date, first: int, second: int) -> None:
    halfway = working_day_after(start, days=first)

    assert working_day_after(halfway, days=second) == working_day_after(start, days=first + second)


@given(INSTANTS, st.integers(1, 30))
def test_a_window_ends_with_the_last_second_of_a_day_in_warsaw(
    instant: datetime, days: int
) -> None:
    for until in (end_of_working_window(instant, days=days), end_of_window(instant, days=days)):
        assert until.astimezone(WARSAW).strftime("%H:%M:%S") == "23:59:59"
        assert until > instant
        assert day_in_warsaw(until) > day_in_warsaw(instant)


@given(st.sampled_from([(y, m) for y in range(2025, 2036) for m in (3, 10)]))
@settings(max_examples=22)
def test_the_day_on_which_the_clocks_change_ends_when_the_next_begins(
    when: tuple[int, int],
) -> None:
    year, month = when
    sunday = max(d for n in range(25, 32) if (d := date(year, month, n)).weekday() == 6)

    midnight = datetime.combine(sunday + timedelta(days=1), datetime.min.time(), tzinfo=WARSAW)

    assert midnight.astimezone(UTC) - end_of_day(sunday).astimezone(UTC) == timedelta(seconds=1)
    hours = end_of_day(sunday).astimezone(UTC) - end_of_day(sunday - timedelta(1)).astimezone(UTC)
    assert hours == timedelta(hours=23 if month == 3 else 25)


@pytest.mark.parametrize("days", [0, -1])
def test_a_window_lasts_at_least_a_day(days: int) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        working_day_after(date(2026, 1, 1), days=days)


def test_no_working_day_lies_between_a_day_and_itself() -> None:
    assert working_days_between(date(2026, 11, 27), date(2026, 11, 27)) == 0
    assert working_days_between(date(2026, 11, 27), date(2026, 11, 20)) == 0


@pytest.mark.parametrize(
    ("came", "months", "last"),
    [
        (datetime(2026, 3, 5, 12), 1, date(2026, 4, 7)),  # 5 April is Easter, 6 April its Monday
        (datetime(2026, 8, 31, 9), 1, date(2026, 9, 30)),
        (datetime(2027, 1, 30, 9), 1, date(2027, 3, 1)),  # 28 February is a Sunday
        (datetime(2026, 11, 24, 9), 1, date(2026, 12, 28)),  # Christmas Eve, then the weekend
        (datetime(2026, 11, 10, 9), 3, date(2027, 2, 10)),
        (datetime(2026, 12, 10, 23, 59), 1, date(2027, 1, 11)),  # a Sunday
    ],
)
def test_a_month_of_the_union_ends_on_the_day_of_that_number_or_the_next_working_day(
    came, months, last
):
    assert last_day_of_months(came.replace(tzinfo=WARSAW), months=months) == last


@given(DAYS, st.integers(0, 36))
def test_months_later_it_is_that_month_and_never_a_later_day_of_it(day, months):
    later = months_after(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
