"""What a worker does, under the names that the schedule and the outbox call."""

from __future__ import annotations

import logging

from celery import shared_task

from . import clock, delivery, digest, reminders, scanning, seals
from .consequences import timed_moves
from .errors import MoveRefused
from .moves import SYSTEM
from .turns import find_owners

logger = logging.getLogger(__name__)


@shared_task(name="workflows.deliver")
def deliver() -> int:
    """Send the letters that wait; woken by the move that wrote one."""
    return delivery.deliver()


@shared_task(name="workflows.sweep")
def sweep() -> int:
    """Send what nobody was woken for, or what a killed worker had in hand."""
    return delivery.deliver()


@shared_task(name="workflows.tick")
def tick() -> int:
    """Make every timed move whose time has come; one that is refused waits for the next tick.

    However an account was closed, what waited for it has an owner again afterwards.
    """
    made = 0
    for timed in timed_moves:
        for obj in timed.due(clock.now()):
            try:
                getattr(obj, timed.move.name)(by=SYSTEM)
            except MoveRefused as refusal:
                logger.info("%s of %s waits: %s", timed.move.name, obj.pk, refusal.sentences)
            else:
                made += 1
    find_owners()
    return made


@shared_task(name="workflows.remind")
def remind() -> int:
    """Write the reminders whose hour has come."""
    return reminders.remind()


@shared_task(name="workflows.digest")
def send_digests() -> int:
    """Write the daily letters whose hour has come."""
    return digest.send_digests()


@shared_task(name="workflows.seal_day")
def seal_day() -> str:
    """Seal yesterday's history and send its root to the administrators."""
    root = seals.seal_day()
    return root.root if root else ""


@shared_task(name="workflows.scan")
def scan() -> int:
    """Scan the files that wait; woken by a file that could not be scanned as it came."""
    return scanning.scan_waiting()


@shared_task(name="workflows.purge")
def purge() -> int:
    """Remove texts of old letters and bytes that no file owns."""
    return delivery.purge()
