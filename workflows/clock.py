"""The one clock: whatever asks for the time asks here, so that the demo and the tests can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _set_to.get() or timezone.now()  # noqa: TID251 -- the one place that asks the machine


def today() -> date:
    """The present day in Europe/Warsaw (`settings.TIME_ZONE`)."""
    return timezone.localtime(now(), timezone.get_default_timezone()).date()


@contextmanager
def at(instant: datetime) -> Iterator[datetime]:
    """Within the block the clock stands at `instant` (aware; ValueError otherwise)."""
    if timezone.is_naive(instant):
        raise ValueError("The clock is set to an aware instant only.")
    token = _set_to.set(instant)
    try:
        yield instant
    finally:
        _set_to.reset(token)
