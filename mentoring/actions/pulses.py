"""Saying how a meeting was."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import rules
from mentoring.models import Pulse, SessionLog
from workflows import clock
from workflows.errors import GuardsFailed, NotYours


@transaction.atomic
def say_pulse(*, log: SessionLog, by: Any, mood: int, comment: str = "") -> Pulse:
    """Keep how the meeting was for `by`, in place of what they said before; coordinators read it.

    Raises NotYours, and GuardsFailed for a meeting that was withdrawn.
    """
    if sentences := rules.is_in_pair.why_not(by, log):
        raise NotYours(sentences)
    if log.state == "withdrawn":
        raise GuardsFailed([_("This meeting was withdrawn.")])
    said = {"mood": mood, "comment": comment, "said_at": clock.now()}
    pulse, _created = Pulse.objects.update_or_create(log=log, author=by, defaults=said)
    return pulse
