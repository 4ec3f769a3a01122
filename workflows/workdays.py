"""Working days in Poland, and the one rule of when a window ends: 23:59:59 in Europe/Warsaw on its last day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import cache

from django.utils import timezone
from holidays import HolidayBase, country_holidays

SATURDAY = 5
LAST_SECOND = time(23, 59, 59)
ONE_DAY = timedelta(days=1)


@cache
def _days_off() -> HolidayBase:
    return country_holidays("PL")


def is_working_day(day: date) -> bool:
    """Whether `day` is neither a Saturday, a Sunday nor a public holiday (since 2025 also 24 December)."""
    return day.weekday() < SATURDAY and day not in _days_off()


def working_day_after(day: date, *, days: int) -> date:
    """The last of `days` working days that follow `day`; the day of the event itself does not count.

    ValueError for a window of no or fewer days.
    """
    if days < 1:
        raise ValueError("A window lasts at least one day.")
    while days:
        day += ONE_DAY
        days -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after `first` up to and with `last`; 0 when `last` is not later."""
    span = (last - first).days
    return sum(is_working_day(first + timedelta(days=step)) for step in range(1, span + 1))


def end_of_day(day: date) -> datetime:
    """The last second of `day` in Europe/Warsaw, whatever the clocks do that night."""
    return datetime.combine(day, LAST_SECOND, tzinfo=timezone.get_default_timezone())


def day_in_warsaw(instant: datetime) -> date:
    """The day that people in Warsaw call the day of `instant`."""
    return timezone.localtime(instant, timezone.get_default_timezone()).date()


def end_of_window(instant: datetime, *, days: int) -> datetime:
    """Until when something may be done within `days` calendar days after `instant`."""
    return end_of_day(day_in_warsaw(instant) + timedelta(days=days))


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later; the last day of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_day_of_months(instant: datetime, *, months: int) -> date:
    """The last day to do something within `months` months after `instant`, where the law of the Union sets them.

    Regulation (EEC, Euratom) No 1182/71, art. 3: the day of the event does not count, so the last day has its number;
    if that is a Saturday, a Sunday or a public holiday, the period ends with the next working day.
    """
    day = months_after(day_in_warsaw(instant), months)
    while not is_working_day(day):
        day += ONE_DAY
    return day


def end_of_working_window(instant: datetime, *, days: int) -> datetime:
    """Until when something may be done within `days` working days after `instant`; ValueError below one."""
    return end_of_day(working_day_after(day_in_warsaw(instant), days=days))
