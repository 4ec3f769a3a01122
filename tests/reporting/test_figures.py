"""Figures are counted, never typed: each person once, and no percent of nothing."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from activities.models import Attendance
from programmes.models import Indicator
from programmes.registries.counts import Scope, counts
from reporting import figures
from tests.factories.activities import after, make_event, make_registration, tick
from tests.factories.people import make_user
from tests.factories.reporting import make_line, make_programme, make_report, spend, who
from workflows import clock
from workflows.models import StoredFile

pytestmark = pytest.mark.django_db


def meet(programme, days, people):
    """Events of the programme so many days from now, each with those of `people` who came."""
    for day, came in zip(days, people, strict=True):
        starts = clock.now() + timedelta(days=21 + day)
        event = make_event(activity=programme.activities.get(), starts_at=starts)
        places = [make_registration(event, user=user) for user in came]
        with clock.at(after(event)):
            event.hold(by=who("staff", programme))
            tick(event, event.starts_at.date(), *places)
    return (clock.now() + timedelta(days=21 + max(days, default=0) + 1)).date()


def number(programme, name, until):
    count = counts[name]
    return count.number(Scope(programme, until=until))


@settings(max_examples=8)
@given(
    st.lists(st.sets(st.integers(0, 3)), min_size=1, max_size=3),
)
def test_a_person_counts_once_however_often_they_come(attended):
    with transaction.atomic():
        programme, users = make_programme(), [make_user() for _ in range(4)]
        came = [[users[each] for each in sorted(who_came)] for who_came in attended]
        until = meet(programme, list(range(len(came))), came)

        persons = set().union(*attended)
        again = {each for each in persons if sum(each in group for group in attended) > 1}
        assert Attendance.objects.filter(present=True).count() == sum(map(len, attended))
        assert number(programme, "distinct_participants", until) == len(persons)
        share = number(programme, "returning_participants_share", until)
        if not persons:
            assert share is None
        else:
            assert abs(share - Decimal(100 * len(again)) / len(persons)) <= Decimal("0.05")
        transaction.set_rollback(True)


def test_engaged_is_who_came_over_more_than_half_a_year():
    programme, long, short = make_programme(), make_user(), make_user()

    until = meet(programme, [0, 170, 200], [[long, short], [short], [long]])

    assert number(programme, "persons_engaged_over_six_months", until) == 1
    rows = counts["persons_engaged_over_six_months"].rows(Scope(programme, until=until))
    assert list(rows) == [long.person]


@pytest.mark.parametrize(
    ("target", "achieved", "percent"),
    [
        (None, 3, None),
        (0, 3, None),
        (4, None, None),
        (4, 0, "0.0"),
        (3, 1, "33.3"),
        (3, 2, "66.7"),
        (8, 1, "12.5"),
        (1000, 15, "1.5"),
        (2000, 31, "1.6"),
        (4, 5, "125.0"),
    ],
)
def test_a_percent_is_of_a_target_that_somebody_set(target, achieved, percent):
    found = Indicator(target=target and Decimal(target)).percent_of_target(achieved)

    assert found == (None if percent is None else Decimal(percent))


@pytest.mark.parametrize("target", [0, None])
def test_a_figure_without_a_target_shows_no_percent(client_of, target):
    programme = make_programme()
    programme.indicators.update(target=target)

    page = client_of(who("staff", programme)).get(programme.get_absolute_url()).content.decode()

    assert [each.percent for each in figures.figures_of(programme, None, None).indicators] == [
        None,
        None,
    ]
    assert "progress__bar" not in page


def test_what_was_submitted_is_read_and_written_again_to_the_byte():
    programme = make_programme()
    spend(make_line(programme), "12.30")
    meet(programme, [0], [[make_user(), make_user()]])

    report = make_report("submitted", programme=programme)

    assert figures.write(figures.read(report.snapshot)) == report.snapshot
    assert figures.digest_of(report.snapshot) == report.digest
    now = figures.in_every_language(programme, report.since, report.until)
    assert figures.write(now) == report.snapshot


def test_figures_without_their_rows_say_the_same():
    programme = make_programme()
    until = meet(programme, [0, 1], [[make_user()], [make_user()]])
    since = until - timedelta(days=2)

    with_rows = figures.figures_of(programme, since, until).indicators
    plain = figures.figures_of(programme, since, until, with_rows=False).indicators

    assert [(each.reached, each.in_period) for each in with_rows] == [
        (each.reached, each.in_period) for each in plain
    ]
    assert [len(each.rows) for each in with_rows] == [each.reached for each in plain]


def test_no_cell_of_a_workbook_starts_a_formula_whatever_things_are_called():
    programme = make_programme()
    type(programme).objects.filter(pk=programme.pk).update(title_pl="=1+1", title="=1+1")
    programme.indicators.update(name_pl="@SUMA(A1)", name="@SUMA(A1)")
    line = make_line(programme)
    type(line).objects.update(name_pl="+48 600", name="+48 600")
    programme.refresh_from_db()

    report = make_report("submitted", programme=programme)

    kept = StoredFile.objects.of(report).get(name__endswith="-pl.xlsx")
    with kept.open() as content:
        book = load_workbook(BytesIO(content.read()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert {"'=1+1", "'@SUMA(A1)", "'+48 600"} <= {cell.value for cell in cells}
    assert all(cell.data_type != "f" for cell in cells)
