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
from workflows.integrity import findings
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


def without_the_fresh_read():
    """The door with the old object in hand: the way that let eight of eight racers win."""
    return mock.patch.object(door, "_load_locked", lambda obj: obj)


def without_the_condition():
    """The door that writes whatever the row has become meanwhile."""

    def unconditional(row, before):
        row.version = before["version"] + 1
        models.QuerySet(type(row)).filter(pk=row.pk).update(
            state=str(row.state), version=row.version
        )
        return {}

    return mock.patch.object(door, "_write", unconditional)


def accepted(report):
    return History.objects.of(report).filter(move="accept").count()


def test_one_racer_wins_and_the_others_change_nothing():
    report = make_report("submitted")

    assert race(report, who("funder", report.programme)) == 1
    assert accepted(report) == 1
    assert Report.objects.get(pk=report.pk).version == report.version + 1
    assert list(findings()) == []


@pytest.mark.parametrize("half", [without_the_fresh_read, without_the_condition])
def test_either_half_of_the_door_holds_alone(half):
    """The condition decides where locks do nothing (SQLite), the fresh read under the lock where they do."""
    report = make_report("submitted")

    with half():
        assert race(report, who("funder", report.programme)) == 1
    assert accepted(report) == 1


def test_without_both_halves_several_would_win():
    """The control: so the tests above would fail if the door were open."""
    report = make_report("submitted")

    with without_the_fresh_read(), without_the_condition():
        assert race(report, who("funder", report.programme)) > 1
