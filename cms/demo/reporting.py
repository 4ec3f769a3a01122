"""The demo's reports: one accepted, one waiting for the funder, one being written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise

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


def play(cast: Cast, programmes: Mapping[str, Programme]) -> None:
    """Report on every programme that has been running for a while, half of its time after half."""
    today = clock.today()
    for number, programme in enumerate(programmes.values()):
        first = programme.first_day or timezone.localdate(programme.started_at or clock.now())
        last = min(programme.last_day or today, today)
        if last - first < LONG:
            continue
        middle = first + (last - first) / 2
        for since, until in pairwise((first, middle, last)):
            _report(cast, programme, since, until, decided=until == middle or number % 2 == 0)


def _report(cast: Cast, programme: Programme, since: date, until: date, *, decided: bool) -> None:
    """A report written some days after its period, submitted, and accepted when `decided`."""
    staff, at = cast.staff[0], _noon(until + timedelta(days=9))
    if at >= clock.now():
        begin_report(programme=programme, since=since, until=until, by=staff)
        return
    with clock.at(at):
        report = begin_report(programme=programme, since=since, until=until, story=STORY, by=staff)
        submit_report(report=report, by=staff, seen=report.version, at=at)
    read = at + timedelta(days=12)
    if decided and read < clock.now():
        with clock.at(read):
            report.refresh_from_db()
            report.accept(by=cast.funder, seen=report.version)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12, 5)))
