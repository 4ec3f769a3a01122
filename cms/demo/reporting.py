"""The demo's reports: one accepted, one waiting for the funder, one being written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cms.demo.cast import Cast
from programmes.models import Programme
from reporting.actions import begin_report, submit_report
from workflows import clock

STORY = """W tym okresie program pracował zgodnie z planem. Najwięcej działo się w małych miejscowościach: to tam \
najtrudniej o pierwsze spotkanie i tam najwięcej osób wraca na następne.

Nie udało się wszystko. Dwa spotkania trzeba było przełożyć, bo termin zbiegł się z dożynkami, a część uczestników \
i uczestniczek prosiła o późniejsze godziny. Zmieniliśmy je od następnego miesiąca.

Liczby poniżej pochodzą z zapisów prowadzonych na bieżąco; za każdą stoją konkretne spotkania, osoby i dokumenty."""
LONG = timedelta(days=120)
JUST_OVER = timedelta(days=15)
ONE_DAY = timedelta(days=1)


def play(cast: Cast, programmes: Mapping[str, Programme]) -> None:
    """Two reports on every programme that has been running for a while, half of its time each.

    Those of finished programmes were accepted long ago; of the running ones the funder reads one,
    and one is being written.
    """
    waits = True
    for programme in programmes.values():
        first = programme.first_day or timezone.localdate(programme.started_at or clock.now())
        over = programme.last_day is not None and programme.last_day < clock.today()
        last = programme.last_day if over else clock.today() - (JUST_OVER if waits else ONE_DAY)
        if last is None or last - first < LONG:
            continue
        middle = first + (last - first) / 2
        _report(cast, programme, first, middle)
        _report(cast, programme, middle + ONE_DAY, last, read=over, finished=over or waits)
        waits = waits and over


def _report(
    cast: Cast,
    programme: Programme,
    since: date,
    until: date,
    *,
    read: bool = True,
    finished: bool = True,
) -> None:
    """A report begun some days after its period; submitted when `finished`, accepted when `read`."""
    staff, at = cast.staff[0], _noon(until + timedelta(days=9 if finished else 0))
    with clock.at(at):
        report = begin_report(
            programme=programme, since=since, until=until, story=STORY if finished else "", by=staff
        )
        if finished:
            submit_report(report=report, by=staff, seen=report.version, at=at)
    if finished and read:
        with clock.at(at + timedelta(days=12)):
            report.refresh_from_db()
            report.accept(by=cast.funder, seen=report.version)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12, 5)))
