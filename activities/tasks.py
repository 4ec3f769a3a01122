"""What the clock sets off in this room."""

from __future__ import annotations

from celery import shared_task

from .actions.visitors import remind_of_tomorrow


@shared_task(name="activities.remind")
def remind() -> int:
    """Write the reminders of the events that begin within a day."""
    return remind_of_tomorrow()
