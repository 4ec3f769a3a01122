"""Facts that a decision asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from grants.rules.decision import not_fully_assessed
from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Call

Sentences = Iterator[str | Promise]
NUMBERS_SHOWN = 10


@guard
def all_assessed(call: Call) -> Sentences:
    waiting = not_fully_assessed(call)
    if waiting:
        numbers = ", ".join(one.number for one in waiting[:NUMBERS_SHOWN])
        yield ngettext(
            "%(count)d application still waits for its assessments: %(numbers)s.",
            "%(count)d applications still wait for their assessments: %(numbers)s.",
            len(waiting),
        ) % {"count": len(waiting), "numbers": numbers}


@guard(_("Every application was withdrawn: cancel the call instead."))
def has_something_to_decide(call: Call) -> bool:
    return call.applications.filter(state="admitted").exists()


@guard
def agreements_are_closed(call: Call) -> Sentences:
    waiting = call.agreements.exclude(state__in=["settled", "terminated"]).count()
    if waiting:
        yield ngettext(
            "%(count)d agreement is not settled yet.",
            "%(count)d agreements are not settled yet.",
            waiting,
        ) % {"count": waiting}
