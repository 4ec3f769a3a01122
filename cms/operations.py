"""Whether everything works: letters, what is late, the worker, the backup; no more than somebody looks after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q

from cms.models import Installation
from programmes.models import Programme
from workflows import clock, policies, scanning
from workflows.models import Message, StoredFile, Turn
from workflows.models.link import type_of

WORKER_RESTS = timedelta(minutes=10)
"""After so long without a sign the worker stands still; it gives one every minute."""

SHOWN = 10


@dataclass(frozen=True)
class Letters:
    """How many wait and since when the oldest, how many failed, and the newest of those."""

    waiting: int
    since: datetime | None
    failed: int
    newest: list[Message]


@dataclass(frozen=True)
class Overdue:
    """A programme in which so many things should have been done by now, the first of them by `due`."""

    programme: Programme
    number: int
    due: datetime


def letters_of(user: Any) -> Letters:
    """The letters that `user` looks after; two queries."""
    rows = Message.objects.visible_to(user).order_by()
    waiting, failed = Q(status=Message.Status.WAITING), Q(status=Message.Status.FAILED)
    counts = rows.aggregate(
        waiting=Count("pk", filter=waiting),
        since=Min("created_at", filter=waiting),
        failed=Count("pk", filter=failed),
    )
    newest = rows.filter(failed).defer("body", "attachment", "attachment_bytes")
    return Letters(**counts, newest=list(newest.order_by("-created_at", "-pk")[:SHOWN]))


@dataclass(frozen=True)
class Scans:
    """Whether files are scanned for viruses, how many wait and since when, and those in which something was found."""

    scanned: bool
    waiting: int
    since: datetime | None
    infected: list[StoredFile]


def scans_of(user: Any) -> Scans:
    """How the scanning of files goes; of those with a virus only what `user` may read. Two queries where none is."""
    found = scanning.infected().order_by("-pk")[:SHOWN]
    counts = scanning.waiting().aggregate(waiting=Count("pk"), since=Min("uploaded_at"))
    return Scans(
        scanned=bool(settings.TANDEM_SCANNER),
        infected=[each for each in found if policies.may_read_file(user, each)],
        **counts,
    )


def overdue_of(user: Any) -> list[Overdue]:
    """The programmes that `user` runs in which something is late, the longest overdue first; two queries."""
    programmes = Programme.objects.run_by(user).in_bulk()
    late = Turn.objects.late().filter(within_type=type_of(Programme), within_id__in=programmes)
    duties = late.order_by().values_list("within_id", "about_type", "about_id", "key")
    found = _first_and_number((row[0], row[-1]) for row in duties.annotate(due=Min("due_at")))
    rows = [Overdue(programmes[pk], number, due) for pk, (number, due) in found.items()]
    return sorted(rows, key=lambda row: row.due)


def _first_and_number(duties: Iterable[tuple[int, datetime]]) -> dict[int, tuple[int, datetime]]:
    found: dict[int, tuple[int, datetime]] = {}
    for pk, due in duties:
        number, first = found.get(pk, (0, due))
        found[pk] = number + 1, min(first, due)
    return found


def worker_seen_at() -> datetime | None:
    """When the worker last gave a sign; None when it never did."""
    return Installation.load().worker_seen_at


def worker_rests() -> bool:
    """Say whether the worker has given no sign for WORKER_RESTS."""
    seen = worker_seen_at()
    return seen is None or clock.now() - seen > WORKER_RESTS


def note_worker() -> None:
    """Write down that the worker works now."""
    Installation.objects.filter(pk=Installation.load().pk).update(worker_seen_at=clock.now())
