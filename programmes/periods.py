"""Dates known to the day, to the month or only to the year, as programmes state them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

_WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date whose day, or day and month, may be unknown; nothing is made up for them."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read "2023-06-01", "2023-06" or "2023"; ValueError for anything else."""
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in match.groups())
        date(year or 0, month or 1, day or 1)
        return cls(year or 0, month, day)

    @property
    def first_day(self) -> date:
        """The earliest day this may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day this may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def precision(self) -> str:
        """ "day", "month" or "year": the smallest part that is known."""
        return "day" if self.day else "month" if self.month else "year"

    def shown(self) -> str:
        """The date in the reader's language, no more exact than it is known."""
        if self.day:
            return formats.date_format(self.first_day, "DATE_FORMAT")
        return self._month() if self.month else str(self.year)

    def _month(self) -> str:
        """Month and year; Polish writes months small, where Django's catalogue has capitals."""
        text = formats.date_format(self.first_day, "YEAR_MONTH_FORMAT")
        return text.lower() if get_language() == "pl" else text

    def __str__(self) -> str:
        if self.day:
            return self.first_day.isoformat()
        return f"{self.year:04d}-{self.month:02d}" if self.month else f"{self.year:04d}"


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later; the month's last day where there is no such day."""
    years, index = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, index + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def validate_partial_date(text: str) -> None:
    """Refuse what is not a date, a month or a year."""
    try:
        PartialDate.parse(text)
    except ValueError as error:
        raise ValidationError(
            _("Write a date (2023-06-01), a month (2023-06) or a year (2023).")
        ) from error
