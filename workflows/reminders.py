"""Reminds people of what waits for them: before its day, on it and after it, each once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from . import clock
from .deadlines import step_due
from .inbox import with_objects
from .models import Message, Turn
from .notices import Notice
from .outbox import letter_about, put_in_outbox
from .topics import Topic
from .whereabouts import owed

REMINDER = Notice(
    "workflows/reminder",
    to=lambda obj: [],
    placeholders=("title", "does", "due"),
    topic=Topic.REMINDER,
)
WINDOW = timedelta(days=1)  # a worker that slept longer does not catch up on old reminders
FARTHEST = timedelta(days=5)


def remind() -> int:
    """Write the reminders whose hour has come; return how many. A second run writes none twice."""
    now = clock.now()
    near = Turn.objects.filter(due_at__range=(now - FARTHEST, now + FARTHEST))
    letters = [letter for turn in with_objects(near) for letter in _letters(turn)]
    known = set(
        Message.objects.filter(message_id__in=[each.message_id for each in letters]).values_list(
            "message_id", flat=True
        )
    )
    fresh = {each.message_id: each for each in letters if each.message_id not in known}
    put_in_outbox(fresh.values())
    return len(fresh)


def _letters(turn: Turn) -> list[Message]:
    due: Any = turn.due_at  # asked for by the query
    step = step_due(due, clock.now(), WINDOW) if turn.about else None
    return [_letter(turn, who, step) for who in turn.people()] if step else []


def _letter(turn: Turn, who: Any, step: str) -> Message:
    obj: Any = turn.about
    due: Any = turn.due_at
    occasion = f"{step}:{turn.about_type_id}:{turn.about_id}:{turn.key}:{due.isoformat()}"
    gives = partial(_values, obj, turn)
    return letter_about(obj, REMINDER.template, who, gives=gives, occasion=occasion[:80])


def _values(obj: Any, turn: Turn) -> dict[str, Any]:
    due = date_format(timezone.localtime(turn.due_at), "DATETIME_FORMAT")
    return {"title": obj.title_line, "does": owed(obj, turn), "due": due}
