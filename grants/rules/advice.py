"""What is possible in a call and still worth a second look before it opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grants.rules.soundness import Finding, known_at
from workflows.deadlines import in_words
from workflows.workdays import day_in_warsaw, is_working_day, working_days_between

if TYPE_CHECKING:
    from grants.models import Call

SHEETS_A_DAY = 3  # more than this a working day is more than reading carefully allows
APPLICANTS_A_GRANT = 2  # where nothing is known, twice as many apply as can get a grant
INSTANTS = ("opens_at", "closes_at", "assessment_due_at")


def advice_on(call: Call, *, assessors: int, expected: int | None = None) -> list[Finding]:
    """Sentences about dates, load and quorum; `expected` is how many applied in the last call of the activity, if known."""
    return [*_dates(call), *_load(call, assessors, expected), *_quorum(call)]


def _dates(call: Call) -> Iterator[Finding]:
    for name in INSTANTS:
        instant = getattr(call, name)
        if instant is not None and comes_twice(instant):
            yield Finding(
                "dates",
                _(
                    "%(when)s comes twice that night, because the clocks go back: choose another hour."
                )
                % {"when": in_words(instant)},
            )
    last = day_in_warsaw(call.closes_at)
    if not is_working_day(last):
        yield Finding(
            "dates",
            _("The call closes on a day off (%(day)s): nobody will answer questions then.")
            % {"day": date_format(last)},
        )
    if call.eligible_from <= day_in_warsaw(known_at(call)):
        yield Finding(
            "dates",
            _("Projects may start on %(day)s, before anybody can know who gets a grant.")
            % {"day": date_format(call.eligible_from)},
        )

    day = call.interim_report_on
    if day is not None and day_in_warsaw(call.closes_at) < day <= day_in_warsaw(known_at(call)):
        sentence = _(
            "The interim report is due on %(day)s, before anybody can know who gets a grant."
        )
        yield Finding("duties", sentence % {"day": date_format(day)})


def _load(call: Call, assessors: int, expected: int | None) -> Iterator[Finding]:
    if not assessors:
        return
    if call.assessment_due_at is None:
        yield Finding("dates", _("Say until when the assessments are due."))
        return
    count = expected or ceil(call.pool / call.max_grant) * APPLICANTS_A_GRANT
    each = ceil(count * call.assessments_needed / assessors)
    days = working_days_between(
        day_in_warsaw(call.check_due_at), day_in_warsaw(call.assessment_due_at)
    )
    if each > days * SHEETS_A_DAY:
        sentence = _(
            "With %(count)d applications each of the %(assessors)d assessors reads %(each)d in %(days)d working days after the formal check: too few people or too little time."
        )
        yield Finding(
            "committee",
            sentence % {"count": count, "assessors": assessors, "each": each, "days": days},
        )


def _quorum(call: Call) -> Iterator[Finding]:
    """A quorum without a meeting binds votes that change the ranking, and nothing else: staff may mean more by it."""
    if call.quorum > 1 and not call.needs_meeting:
        sentence = _(
            "A quorum of %(quorum)d is asked for, but the chair decides without a meeting: the quorum then holds only for a vote that changes the ranking. If the committee is to decide together, ask for a meeting."
        )
        yield Finding("assessment", sentence % {"quorum": call.quorum})


def comes_twice(instant: datetime) -> bool:
    """Whether the wall clock in Warsaw shows the hour of `instant` twice that night."""
    local = timezone.localtime(instant, timezone.get_default_timezone())
    return local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()
