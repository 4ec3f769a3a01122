"""Questions about calls: anybody asks while the call takes them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from grants.guards.application import instant_shown
from grants.models import Call, CallQuestion
from grants.rules.question import questions_until, takes_questions
from workflows.errors import GuardsFailed
from workflows.moves import SYSTEM

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def ask_question(
    *, call: Call, topic: str, text: str, email: str, language: str, by: User | None, at: datetime
) -> CallQuestion:
    """Ask about `call`; `at` is when the request arrived, `by` an account or None with an `email` instead.

    The same words from the same asker are one question, however often they are sent. Raises GuardsFailed when
    the call takes no questions (any more).
    """
    if not takes_questions(call, at):
        until = instant_shown(questions_until(call))
        raise GuardsFailed(
            [_("Questions about this call were taken until %(when)s.") % {"when": until}]
        )
    asker = {"asker": by, "email": "" if by else email.strip().lower()}
    again = CallQuestion.objects.filter(call=call, asked_text=text.strip(), **asker).first()
    if again is not None:
        return again
    return CallQuestion.objects.begin(
        by=by or SYSTEM,
        call=call,
        topic=topic,
        asked_text=text.strip(),
        language=language,
        asked_at=at,
        **asker,
    )
