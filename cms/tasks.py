"""What a worker does for the installation, under the name that the schedule calls."""

from celery import shared_task

from cms import operations


@shared_task(name="cms.sign_of_life")
def sign_of_life() -> None:
    """Let the page about operations say that the worker works."""
    operations.note_worker()
