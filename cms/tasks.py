"""What a worker does for the installation, under the name that the schedule calls."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from cms import operations


@shared_task(name="cms.sign_of_life")
def sign_of_life() -> None:
    """Let the page about operations say that the worker works."""
    operations.note_worker()


@worker_ready.connect
def greet(**_about_the_worker: Any) -> None:
    """Have a worker that has just started give its first sign; the schedule's first one is a minute away."""
    sign_of_life.delay()
