"""Days of the demo, counted from today: whoever fills it tomorrow finds everything as fresh."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def date_at(offset: float) -> date:
    """The day `offset` days from today in Warsaw (negative: ago)."""
    return timezone.localdate() + timedelta(days=int(offset))


def day(offset: float, hour: int = 12) -> datetime:
    """An hour of that day."""
    return timezone.make_aware(datetime.combine(date_at(offset), time(hour)))


def days_ago(days: float, hour: int = 12) -> datetime:
    """An hour of the day `days` days before today (after it, when negative)."""
    return day(-int(days), hour)
