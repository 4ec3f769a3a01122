"""The countdown never tells of more time than there is, over the nights on which the clocks change too."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from grants.rules.countdown import day_and_hour, time_left

WARSAW = ZoneInfo("Europe/Warsaw")
instants = st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 1), timezones=st.just(UTC))
UNITS = {"hour": timedelta(hours=1), "minute": timedelta(minutes=1)}


def said(until, now):
    with translation.override("en"):
        return time_left(until, now)


@given(instants, st.integers(1, 60 * 24 * 3600).map(lambda seconds: timedelta(seconds=seconds)))
def test_the_words_and_the_calendar_agree(now, ahead):
    until = now + ahead
    days = (until.astimezone(WARSAW).date() - now.astimezone(WARSAW).date()).days
    words = said(until, now)

    if days > 1:
        assert words == f"in {days} days"
    elif days == 1:
        assert words == "tomorrow"
    else:
        found = re.fullmatch(r"in (\d+) (hour|minute)s?", words)
        told = int(found[1]) * UNITS[found[2]] if found else timedelta(0)
        assert told <= ahead < told + (UNITS[found[2]] if found else UNITS["minute"])


@given(instants, st.lists(st.integers(1, 40 * 24 * 3600), min_size=2, max_size=6, unique=True))
def test_as_time_goes_by_the_same_deadline_never_moves_away(until, before):
    """Ranked by what the words promise, less time left never sounds like more."""
    rank = {"in less": 0, "minute": 1, "hour": 2, "tomorrow": 3, "day": 4}

    def promise(words):
        unit = next(word for word in rank if word in words)
        number = re.search(r"\d+", words)
        return rank[unit], int(number[0]) if number else 0

    promises = [
        promise(said(until, until - timedelta(seconds=seconds))) for seconds in sorted(before)
    ]

    assert promises == sorted(promises)


@pytest.mark.parametrize(
    ("until", "now", "words"),
    [
        ("2026-10-25 23:59:59", "2026-10-25 00:00:00", "in 24 hours"),  # this day has 25
        ("2026-03-29 23:59:59", "2026-03-29 00:00:00", "in 22 hours"),  # and this one 23
        ("2026-12-03 00:00:00", "2026-12-02 23:59:59", "tomorrow"),
        ("2026-12-02 23:59:59", "2026-12-02 23:59:00", "in less than a minute"),
        ("2026-12-02 23:59:59", "2026-12-02 22:59:59", "in 1 hour"),
        ("2027-01-02 12:00:00", "2026-12-31 12:00:00", "in 2 days"),
    ],
)
def test_the_edges_of_days_and_hours(until, now, words):
    until, now = (datetime.fromisoformat(one).replace(tzinfo=WARSAW) for one in (until, now))

    assert said(until.astimezone(UTC), now.astimezone(UTC)) == words


@pytest.mark.parametrize(
    ("year", "pl"),
    [(2026, "w piątek 4 grudnia o 23:59"), (2025, "w piątek 4 grudnia 2026 o 23:59")],
)
def test_the_year_is_said_where_it_is_another_one(year, pl):
    until = datetime(2026, 12, 4, 23, 59, 59, tzinfo=WARSAW)

    with translation.override("pl"):
        assert day_and_hour(until, datetime(year, 11, 1, 12, tzinfo=UTC)) == pl
