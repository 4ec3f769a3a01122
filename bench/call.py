"""How the pages of a call grow with its applications: `python bench/call.py [FEW]`. A measurement, not a test.

A call of 100 and one of 10,000 in the same run, as their staff: the list, the board, the ranking, what waits. Half are
in the formal check, half assessed. The rows are copies of one application that walked there by its moves.
Each page is asked for in the small call and in the large one in the same run, so what counts is the ratio. Measured
that way, before and after pages were read by the page: board × 4.8 → 1.4, what waits × 5.8 → 3.2 (a full page of 200
rows against one of 50), ranking × 81 → 5.5: its arithmetic goes over every application, in plain whole numbers.
Finding over everything reads every application that one may see: × 2 (65 ms → 130 ms of the processor).
The edge leaves room for a busy machine: a list at most × 3, the board × 3, what waits × 5, the ranking × 10. The table
in which assessors are asked, and the letters once the call is decided, are lists; the page on which the chair decides
and the letters before it rank every application, and the chair's ties are looked for among all applicants. Files and the
public list of results hold every row there is, so they grow with the rows; their queries must not.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import timedelta
from decimal import Decimal
from http import HTTPStatus
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")

import django

django.setup()

from django.db import connection
from django.db.models import QuerySet  # lifecycle objects are otherwise made one by one
from django.test import Client
from django.test.runner import DiscoverRunner
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.models import Application, Assessment, Call, Score
from questionnaires.models import AnswerSet
from tests.factories.grants import chair_of, close, fresh, make_application, make_call, staff_of
from tests.factories.grants_later import assess, decide_only
from workflows import clock
from workflows.models import Turn

FEW, MANY = int(next(iter(sys.argv[1:]), "100")), 10_000
Pages = dict[str, tuple[Any, str]]  # by name: who asks, and for which address
SPARE_QUERIES = 3  # what a page may ask more of many: that there is a next page, for example
TIMES = 2  # each page is asked so often; the quickest counts
EDGES = {
    "list": 3.0,
    "last page": 3.0,
    "search": 3.0,
    "find": 4.0,
    "find a number": 4.0,
    "find nothing": 4.0,
    "board": 3.0,
    "inbox": 5.0,
    "ranking": 10.0,
    "assessors": 3.0,
    "decide": 10.0,
    "letters before": 10.0,
    "letters": 3.0,
    "letters sent": 3.0,
    "panel": 3.0,
    "ranking decided": 4.0,
    "results": 200.0,
    "list as XLSX": 200.0,
    "list as CSV": 200.0,
    "ranking as XLSX": 200.0,
}


def copies(row: Any, count: int, **changes: Any) -> list[Any]:
    """`count` unsaved copies of a saved row."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    del values[row._meta.pk.attname]
    return [
        type(row)(**values | {key: value(number) for key, value in changes.items()})
        for number in range(count)
    ]


def more(call: Call, one: Application, count: int, first: int) -> list[Application]:
    """Add `count` applications like `one`, numbered from `first`."""
    answers = QuerySet(AnswerSet).bulk_create(copies(one.answers, count), batch_size=500)
    rows = copies(
        one,
        count,
        answers_id=lambda number: answers[number].pk,
        ordinal=lambda number: first + number,
        number=lambda number: f"{first + number}/2026",
        submitted_at=lambda number: one.submitted_at + timedelta(seconds=number),
    )
    made = QuerySet(Application).bulk_create(rows, batch_size=200)
    for turn in Turn.objects.of(one):
        turns = copies(turn, count, about_id=lambda number: made[number].pk)
        QuerySet(Turn).bulk_create(turns, batch_size=500)
    return made


def sheets(one: Application, made: list[Application]) -> None:
    """Give every application of `made` the sheets of `one`."""
    for sheet in Assessment.objects.filter(application=one):
        rows = copies(sheet, len(made), application_id=lambda number: made[number].pk)
        kept = QuerySet(Assessment).bulk_create(rows, batch_size=300)
        for score in Score.objects.filter(assessment=sheet):
            scored(score, kept)


def scored(score: Score, kept: list[Assessment]) -> None:
    """Give every sheet of `kept` points on the criterion of `score`, differing from sheet to sheet."""
    halves = int(score.criterion.maximum * 2) + 1
    rows = copies(
        score,
        len(kept),
        assessment_id=lambda number: kept[number].pk,
        points=lambda number: Decimal(number * (score.pk % 7 + 2) % halves) / 2,
    )
    QuerySet(Score).bulk_create(rows, batch_size=300)


def filled(count: int) -> Call:
    """A call in assessment with `count` applications."""
    call = make_call(assessments_needed=2)
    judged = make_application(call, "admitted", requested="1000.00")
    waiting = make_application(call, "submitted", requested="1000.00")
    close(call)
    # both halves at once: the move itself waits for the formal check
    QuerySet(Call).filter(pk=call.pk).update(state="assessment")
    call = Call.objects.get(pk=call.pk)
    judged = fresh(judged)
    assess(judged, ("8", "4,5"), ("7", "3"))
    sheets(fresh(judged), more(call, fresh(judged), count // 2 - 1, 10))
    more(call, fresh(waiting), count // 2 - 1, count)
    return call


def pages(call: Call) -> Pages:
    """What is asked for while the call is assessed, by name: by whom, and where."""
    rows, staff, chair = reverse("grants:application-list"), staff_of(call), chair_of(call)
    urls = {
        "list": f"{rows}?call={call.pk}",
        "last page": f"{rows}?call={call.pk}&page=last",
        "search": f"{rows}?words=lipa",
        "find": f"{reverse('cms:find')}?q=lipa",
        "find a number": f"{reverse('cms:find')}?q=12/2026",
        "find nothing": f"{reverse('cms:find')}?q=zzzz+yyyy",
        "board": reverse("grants:call-board", args=[call.code]),
        "inbox": reverse("workflows:inbox"),
        "ranking": reverse("grants:call-ranking", args=[call.code]),
        "assessors": reverse("grants:call-assessors", args=[call.code]),
        "letters before": reverse("grants:call-letters", args=[call.code]),
        "panel": reverse("grants:call-panel", args=[call.code]),
        "list as XLSX": f"{reverse('grants:application-export')}?call={call.pk}",
        "list as CSV": f"{reverse('grants:application-export')}?call={call.pk}&as=csv",
        "ranking as XLSX": reverse("grants:call-ranking-export", args=[call.code]),
    }
    decide = {"decide": (chair, reverse("grants:call-decide", args=[call.code]))}
    return {name: (staff, url) for name, url in urls.items()} | decide


def pages_decided(call: Call) -> Pages:
    """What is asked for once it is decided. Half were in the formal check, which must be over: they are rejected."""
    waiting = QuerySet(Application).filter(call=call, state="submitted")
    waiting.update(state="formally_rejected")
    decide_only(call)
    QuerySet(Call).filter(pk=call.pk).update(results_published_at=clock.now())
    url, staff = reverse("grants:call-letters", args=[call.code]), staff_of(call)
    return {
        "letters": (staff, url),
        "letters sent": (staff, f"{url}?show=gone"),
        "ranking decided": (staff, reverse("grants:call-ranking", args=[call.code])),
        "results": (staff, call.get_public_url()),
    }


def measured(call: Call) -> dict[str, tuple[float, int]]:
    """Seconds and queries of each page, for those who work with it."""
    return times_of(pages(call)) | times_of(pages_decided(call))


def times_of(asked: Pages) -> dict[str, tuple[float, int]]:
    """Seconds and queries of each page."""
    found = {}
    for name, (who, url) in asked.items():
        browser = Client(SERVER_NAME="localhost")
        browser.force_login(who)
        quickest, queries = float("inf"), 0
        for _ in range(TIMES):
            with CaptureQueriesContext(connection) as sent:
                began = time.perf_counter()
                answer = browser.get(url)
                quickest = min(quickest, time.perf_counter() - began)
            if answer.status_code != HTTPStatus.OK:
                sys.exit(f"{name}: {answer.status_code}")
            queries = len(sent)
        found[name] = quickest, queries
    return found


def main() -> None:
    """Print a line for each page; end with 1 when an edge is passed."""
    runner = DiscoverRunner(verbosity=0)
    state = runner.setup_databases()
    try:
        before, after = measured(filled(FEW)), measured(filled(MANY))
    finally:
        runner.teardown_databases(state)
    late = False
    for name, (quick, asked) in before.items():
        slow, asked_more = after[name]
        ratio = slow / quick
        late |= ratio > EDGES[name] or asked_more > asked + SPARE_QUERIES
        print(
            f"{name:<14} {FEW}: {quick * 1000:6.0f} ms, {asked} queries; "
            f"{MANY}: {slow * 1000:6.0f} ms, {asked_more} queries; × {ratio:.1f} (edge {EDGES[name]:.0f})"
        )
    sys.exit(1 if late else 0)


if __name__ == "__main__":
    main()
