"""Several threads at the one door: one winner, on SQLite and on PostgreSQL, and a control that would fail."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from unittest import mock

import pytest
from django.db import connection, models

from reporting.models import Report
from tests.factories.reporting import make_report, who
from workflows import door
from workflows.errors import MoveRefused
from workflows.models import History

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

RACERS = 4


def race(report, user):
    """Have RACERS threads accept `report` at once; return how many got through."""
    start = Barrier(RACERS)
    copies = [Report.objects.get(pk=report.pk) for _ in range(RACERS)]

    def run(copy):
        start.wait()
        try:
            copy.accept(by=user)
        except MoveRefused:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(RACERS) as pool:
        return sum(pool.map(run, copies))


def test_one_racer_wins():
    report = make_report("submitted")

    assert race(report, who("funder", report.programme)) == 1
    assert History.objects.of(report).filter(move="accept").count() == 1


def test_without_the_fresh_read_and_the_condition_several_would_win():
    report = make_report("submitted")
    funder = who("funder", report.programme)

    def unconditional(fresh, before):
        fresh.version = before["version"] + 1
        models.QuerySet(type(fresh)).filter(pk=fresh.pk).update(
            state=str(fresh.state), version=fresh.version
        )
        return {}

    with (
        mock.patch.object(door, "_load_locked", lambda obj: obj),
        mock.patch.object(door, "_write", unconditional),
    ):
        assert race(report, funder) > 1
