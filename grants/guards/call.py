"""Facts about a call that its moves ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from grants.rules.soundness import findings_of
from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Call

Sentences = Iterator[str | Promise]


@guard
def is_sound(call: Call) -> Sentences:
    for finding in findings_of(call):
        yield finding.sentence


@guard
def all_formally_settled(call: Call) -> Sentences:
    waiting = call.applications.in_formal_check().count()
    if waiting:
        yield ngettext(
            "%(count)d application still waits for its formal check.",
            "%(count)d applications still wait for their formal check.",
            waiting,
        ) % {"count": waiting}


@guard
def nobody_has_time_left(call: Call, at: datetime) -> Sentences:
    waiting = call.applications.with_time_left(at).count()
    if waiting:
        yield ngettext(
            "%(count)d applicant was given more time and may still submit.",
            "%(count)d applicants were given more time and may still submit.",
            waiting,
        ) % {"count": waiting}


@guard(_("No application was admitted: finish the check, or cancel the call."))
def somebody_was_admitted(call: Call) -> bool:
    return call.applications.in_state("admitted").exists()
