"""A mentor's month: hours from what both sides confirmed and from supervisions, held against the limits.

Nothing of it is kept twice: hours stand in `finance.WorkEntry` among all hours of the installation, and a month is
read from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext

from finance.models import WorkEntry
from mentoring import guards
from workflows.models.link import type_of

from .contract import contract_minutes, month_minutes
from .enrolment import Enrolment
from .outside import OutsideHours, stated_minutes
from .session import SessionLog
from .supervision import Supervision


@dataclass(frozen=True)
class Line:
    """Hours of one day: from when, how many minutes, for what; `why_not` says why they do not count."""

    day: date
    begins: time | None
    minutes: int
    what: str
    url: str
    why_not: tuple[str, ...] = ()

    @property
    def ends(self) -> time | None:
        """When it ended; None where the hour of its beginning is not known."""
        if self.begins is None:
            return None
        return (datetime.combine(self.day, self.begins) + timedelta(minutes=self.minutes)).time()


@dataclass(frozen=True)
class Timesheet:
    """One mentor's month in one edition; all sums are minutes.

    `used` is what counts of the contract over all months, `all_projects` the person's month over all projects, those
    elsewhere (`stated`) among them.
    """

    enrolment: Enrolment
    month: date
    lines: Sequence[Line] = ()
    outside: Sequence[Line] = ()
    waiting: Sequence[Line] = ()
    stated: Sequence[OutsideHours] = ()
    used: int = 0
    all_projects: int = 0
    months: Sequence[date] = field(default=())

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lines)

    @property
    def waiting_minutes(self) -> int:
        return sum(line.minutes for line in self.waiting)

    @property
    def outside_minutes(self) -> int:
        return sum(line.minutes for line in self.outside)

    @property
    def elsewhere(self) -> int:
        """The person's minutes of this month in other projects and editions that Tandem knows of."""
        return self.all_projects - self.minutes - self.stated_minutes

    @property
    def stated_minutes(self) -> int:
        """The person's minutes of this month in projects elsewhere, as they stated them."""
        return sum(each.minutes for each in self.stated)

    @property
    def over(self) -> int:
        """Minutes by which the month is longer than it may be; 0 within the limit or without one."""
        return max(self.all_projects - self.month_limit, 0) if self.month_limit else 0

    @property
    def contract_limit(self) -> int:
        return contract_minutes(self.enrolment)

    @property
    def month_limit(self) -> int:
        return month_minutes(self.enrolment)

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.outside or self.waiting or self.stated)

    def get_absolute_url(self) -> str:
        return address_of_month(self.enrolment, self.month)

    def get_paper_url(self) -> str:
        return _address("mentoring:timesheet-paper", self.enrolment, self.month)


def address_of_month(enrolment: Enrolment, month: date) -> str:
    """The page of a mentor's month."""
    return _address("mentoring:timesheet", enrolment, month)


def _address(name: str, enrolment: Enrolment, month: date) -> str:
    return reverse(name, args=[enrolment.pk, month.year, month.month])


def first_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def timesheets(enrolments: Sequence[Enrolment], month: date) -> list[Timesheet]:
    """The month of each mentor, in their order; the same six queries for any number of them."""
    rows = _Rows(enrolments)
    return [rows.sheet(each, month) for each in enrolments]


def every_month(enrolments: Sequence[Enrolment], now: date) -> list[list[Timesheet]]:
    """Of each mentor the month of `now` and after it every month with hours, the latest first; the same six queries."""
    rows = _Rows(enrolments)
    found = []
    for each in enrolments:
        today = rows.sheet(each, first_of(now))
        found.append([today, *(rows.sheet(each, month) for month in today.months)])
    return found


class _Rows:
    """Everything the sheets of some mentors are read from."""

    def __init__(self, enrolments: Sequence[Enrolment]) -> None:
        keys = [each.pk for each in enrolments]
        people = [each.person_id for each in enrolments]
        logs = SessionLog.objects.exclude(state="withdrawn").filter(pairing__mentor__in=keys)
        self.logs = list(logs.select_related("pairing__mentee__person").order_by("held_on", "pk"))
        held = Supervision.objects.in_state("held").filter(came__in=keys).distinct()
        self.held = list(held.prefetch_related("came").order_by("starts_at", "pk"))
        self.entries = list(WorkEntry.objects.filter(person__in=people))
        self.stated = list(OutsideHours.objects.filter(person__in=people))
        self.counted = {
            (entry.about_type_id, entry.about_id, entry.person_id): entry.minutes
            for entry in self.entries
        }

    def sheet(self, enrolment: Enrolment, month: date) -> Timesheet:
        person = enrolment.person_id
        works = list(self.works(enrolment))
        counted = {key: self.counted.get((*key, person)) for key, _state, _line in works}
        used = sum(minutes or 0 for minutes in counted.values())
        elsewhere = [each for each in self.stated if each.person_id == person]
        stated = [each for each in elsewhere if each.month == month]
        whole = sum(each.minutes for each in stated) + sum(
            entry.minutes
            for entry in self.entries
            if entry.person_id == person and first_of(entry.day) == month
        )
        found = Timesheet(
            enrolment,
            month,
            lines=self._of(works, month, lambda key, state: counted[key] is not None),
            waiting=self._of(works, month, lambda key, state: state != "confirmed"),
            stated=stated,
            used=used,
            all_projects=whole,
            months=sorted(
                {each.month for each in elsewhere}
                | {first_of(line.day) for _key, _state, line in works},
                reverse=True,
            ),
        )
        left = self._of(
            works, month, lambda key, state: state == "confirmed" and counted[key] is None
        )
        outside = [_with_reason(line, found) for line in left]
        return Timesheet(**{**vars(found), "outside": outside})

    def works(self, enrolment: Enrolment) -> Iterator[tuple[tuple[int, int], str, Line]]:
        """The mentor's meetings and supervisions as (what it is, state, line)."""
        meeting, supervision = type_of(SessionLog).pk, type_of(Supervision).pk
        for log in self.logs:
            if log.pairing.mentor_id == enrolment.pk:
                what = gettext("Meeting with %(mentee)s") % {"mentee": log.pairing.mentee.person}
                line = Line(log.held_on, log.begins, log.minutes, what, log.get_absolute_url())
                yield (meeting, log.pk), str(log.state), line
        for each in self.held:
            if any(one.pk == enrolment.pk for one in each.came.all()):
                start = localtime(each.starts_at)
                what = gettext("Supervision, led by %(person)s") % {"person": each.led_by}
                url = each.get_absolute_url()
                line = Line(start.date(), start.time(), each.minutes, what, url)
                yield (supervision, each.pk), "confirmed", line

    @staticmethod
    def _of(works: Iterable[Any], month: date, wanted: Any) -> list[Line]:
        """The wanted lines of the month by day and hour."""
        lines = [
            line for key, state, line in works if first_of(line.day) == month and wanted(key, state)
        ]
        return sorted(lines, key=lambda line: (line.day, line.begins or time.min))


def _with_reason(line: Line, sheet: Timesheet) -> Line:
    reasons = guards.beyond(
        line.minutes,
        used=sheet.used,
        contract=sheet.contract_limit,
        in_month=sheet.all_projects,
        month=sheet.month_limit,
    )
    if not reasons:
        reasons = [gettext("These hours overlap with other hours, or there was no room for them.")]
    return Line(**{**vars(line), "why_not": tuple(reasons)})


def counted_minutes(enrolment: Enrolment) -> int:
    """Minutes that count of this mentor's contract so far, over all months."""
    logs = SessionLog.objects.filter(pairing__mentor=enrolment)
    held = Supervision.objects.filter(edition=enrolment.edition_id)
    about = Q(about_type=type_of(SessionLog), about_id__in=logs.values("pk"))
    about |= Q(about_type=type_of(Supervision), about_id__in=held.values("pk"))
    rows = WorkEntry.objects.filter(about, person=enrolment.person_id)
    return sum(rows.values_list("minutes", flat=True))


def minutes_in_month(person_id: int, day: date) -> int:
    """Minutes of a person in the month of `day`, over all programmes of the installation and projects elsewhere."""
    rows = WorkEntry.objects.filter(person=person_id, day__year=day.year, day__month=day.month)
    return sum(rows.values_list("minutes", flat=True)) + stated_minutes(person_id, day)
