"""Facts that a request about data must fulfil before it moves on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.guards import guard

if TYPE_CHECKING:
    from people.models import DataRequest


@guard(gettext_lazy("Write the answer: the person reads it."))
def has_answer(request: DataRequest, answer: str) -> bool:
    """Hold where something is said to the person."""
    return bool(answer.strip())


@guard(gettext_lazy("Say why it takes longer: the person reads it."))
def has_reason(request: DataRequest, reason: str) -> bool:
    """Hold where the person is told why."""
    return bool(reason.strip())


@guard
def is_within_its_month(request: DataRequest, at: datetime) -> Iterator[str]:
    """Hold while the first month lasts: later nobody may be told that it takes longer (GDPR, art. 12(3))."""
    if at > request.due_at:
        sentence = _("The month ended on %(day)s; until then it could be put off. Answer it now.")
        yield sentence % {"day": date_format(request.due_on, "DATE_FORMAT")}


@guard
def is_put_off_rightly(request: DataRequest, longer_until: date) -> Iterator[str]:
    """Hold for a day after the month and within two months more."""
    if not request.due_on < longer_until <= request.may_last_until:
        days = {
            "first": date_format(request.due_on, "DATE_FORMAT"),
            "last": date_format(request.may_last_until, "DATE_FORMAT"),
        }
        yield _("Choose a day after %(first)s and not after %(last)s.") % days
