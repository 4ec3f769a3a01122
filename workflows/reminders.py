"""Reminds people of what waits for them: before its day, on it and after it, each once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format

from . import clock
from .deadlines import step_due
from .inbox import with_objects
from .models import Message, Turn
from .notices import Notice
from .outbox import addressee, compose, new_message, put_in_outbox
from .roles import holders
from .whereabouts import owed

REMINDER = Notice("workflows/reminder", to=lambda obj: [], placeholders=("title", "does", "due"))
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
    if fresh:
        put_in_outbox(fresh.values())
    return len(fresh)


def _letters(turn: Turn) -> list[Message]:
    if turn.about is None or turn.due_at is None:
        return []
    step = step_due(turn.due_at, clock.now(), WINDOW)
    scope: Any = turn.scope
    people = [turn.holder] if turn.holder else holders(turn.role, scope)
    return [_letter(turn, who, step) for who in people] if step else []


def _letter(turn: Turn, who: Any, step: str) -> Message:
    obj: Any = turn.about
    mail = addressee(who)
    with translation.override(mail.language):
        values = {
            "title": obj.title_line,
            "does": owed(obj, turn),
            "due": date_format(timezone.localtime(turn.due_at), "DATETIME_FORMAT"),
            "name": mail.name,
            "site": settings.TANDEM_URL,
            "link": settings.TANDEM_URL + obj.get_absolute_url(),
        }
        letter = compose(REMINDER.template, mail.language, values)
    due = turn.due_at.isoformat() if turn.due_at else ""
    occasion = f"{turn.about_type_id}:{turn.about_id}:{turn.key}:{due}:{step}"
    return new_message(
        who, REMINDER.template, letter, occasion=occasion[:80], scope=obj.role_scopes()[-1]
    )
