"""Deadlines over the nights on which the clocks change, to 2035; and each reminder exactly once."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from workflows.deadlines import REMINDERS, instant_in_warsaw, step_due
from workflows.workdays import day_in_warsaw, end_of_day, end_of_window

WARSAW = ZoneInfo("Europe/Warsaw")
YEARS = range(2025, 2036)
HOUR = timedelta(hours=1)
walls = st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 31))


def last_sunday(year, month):
    """The day on which the clocks change: Directive 2000/84/EC names the last Sunday of March and of October."""
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def on(day, hour, minute=0, second=0):
    return datetime(day.year, day.month, day.day, hour, minute, second)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("month", "words"), [(3, "nie istnieje"), (10, "dwa razy")])
def test_the_hour_of_the_change_is_asked_about_and_its_neighbours_are_taken(year, month, words):
    day = last_sunday(year, month)

    for wall in (on(day, 2), on(day, 2, 30), on(day, 2, 59, 59)):
        with pytest.raises(ValidationError):
            instant_in_warsaw(wall)
    for wall in (on(day, 1, 59, 59), on(day, 3)):
        assert instant_in_warsaw(wall).astimezone(WARSAW).replace(tzinfo=None) == wall


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("month", "hours"), [(3, 23), (10, 25)])
def test_a_deadline_on_the_day_of_the_change_is_its_last_second(year, month, hours):
    day = last_sunday(year, month)
    begins = end_of_day(day - timedelta(days=1)) + timedelta(seconds=1)

    lasts = (end_of_day(day) + timedelta(seconds=1)).astimezone(UTC) - begins.astimezone(UTC)

    assert lasts == hours * HOUR


@given(walls)
def test_a_moment_typed_is_the_moment_shown_or_is_asked_about(wall):
    try:
        instant = instant_in_warsaw(wall)
    except ValidationError:
        changes = {last_sunday(wall.year, month) for month in (3, 10)}
        assert wall.date() in changes
        assert wall.hour == 2
    else:
        assert instant.astimezone(UTC).astimezone(WARSAW).replace(tzinfo=None) == wall


@given(walls, st.integers(0, 60))
def test_a_window_of_calendar_days_counts_days_and_not_hours(wall, days):
    instant = wall.replace(tzinfo=UTC)

    until = end_of_window(instant, days=days)

    assert (day_in_warsaw(until) - day_in_warsaw(instant)).days == days
    assert until.astimezone(WARSAW).strftime("%H:%M:%S") == "23:59:59"


@given(
    walls.map(lambda wall: wall.replace(tzinfo=UTC)),
    st.integers(1, 24),
    st.integers(0, 59),
)
def test_whenever_the_worker_wakes_each_reminder_goes_out_once(due, every, minute):
    """The worker looks back over the time since it last woke; together these windows leave no gap and no overlap."""
    window = timedelta(hours=every)
    now = due - timedelta(days=5, minutes=minute)
    sent = []
    while now < due + timedelta(days=6):
        if step := step_due(due, now, window):
            sent.append((step, now))
        now += window

    assert [step for step, _when in sent] == list(REMINDERS)
    for step, when in sent:
        morning = due.astimezone(WARSAW).replace(hour=8, minute=0, second=0, microsecond=0)
        assert timedelta(0) <= when - (morning + REMINDERS[step]) < window + HOUR
