"""Deadlines: instants, shown in Europe/Warsaw, judged by when a request arrived, extended with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from .models import Extension


def planned(obj: Any, name: str) -> datetime | None:
    """The deadline `name` as the object itself says, without extensions.

    From `obj.deadlines[name](obj)`, else from the attribute `<name>_at`; None where there is none.
    """
    declared = getattr(obj, "deadlines", {}).get(name)
    instant: datetime | None = declared(obj) if declared else getattr(obj, f"{name}_at", None)
    return instant


def deadline_of(obj: models.Model, name: str) -> datetime | None:
    """The deadline that holds for `obj` now: its last extension, else as planned."""
    extension = Extension.objects.latest_of(obj, name)
    return extension.until if extension else planned(obj, name)


def in_words(instant: datetime) -> str:
    """Day and minute in Warsaw: „3 grudnia 2026, 14:32”."""
    local = timezone.localtime(instant, timezone.get_default_timezone())
    return date_format(local, "j E Y, H:i")


def instant_in_warsaw(wall: datetime) -> datetime:
    """The instant a naive wall-clock time means in Warsaw.

    ValidationError with a sentence for the hour that the clocks skip in March and for the hour that
    comes twice in October: there only the person can say what they mean.
    """
    zone = timezone.get_default_timezone()
    early, late = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if early.utcoffset() == late.utcoffset():
        return early
    gap = timezone.localtime(early.astimezone(timezone.get_fixed_timezone(0)), zone)
    if gap.replace(tzinfo=None) != wall:
        sentence = _(
            "That hour does not exist: the clocks go forward that night. Choose 3:00 or later."
        )
    else:
        sentence = _(
            "That hour comes twice: the clocks go back that night. Choose a time before 2:00 or from 3:00."
        )
    raise ValidationError(sentence, code="clocks_change")


REMINDERS = {"before": timedelta(days=-3), "on": timedelta(0), "after": timedelta(days=3)}


def step_due(due_at: datetime, now: datetime, window: timedelta) -> str | None:
    """Which reminder of a move due at `due_at` falls within `window` before `now`: before, on, after or None.

    „On the day” goes out from eight in the morning in Warsaw, the others at the same hour three days off.
    """
    morning = timezone.localtime(due_at, timezone.get_default_timezone()).replace(
        hour=8, minute=0, second=0, microsecond=0
    )
    for step, offset in REMINDERS.items():
        if now - window < morning + offset <= now:
            return step
    return None
