"""Facts about a check of a grant that its moves ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grants.guards.application import instant_shown
from grants.rules import inspecting as rules
from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Inspection, Recommendation

Sentences = Iterator[str | Promise]


@guard
def comes_with_notice(inspection: Inspection, day: date, at: datetime) -> Sentences:
    yield from rules.against_day(inspection.agreement, day, timezone.localdate(at))


@guard
def has_taken_place(inspection: Inspection, held_on: date, at: datetime) -> Sentences:
    if held_on > timezone.localdate(at):
        yield _("That day has not come yet.")


@guard
def protocol_is_whole(inspection: Inspection, at: datetime) -> Sentences:
    yield from rules.against_protocol(inspection, timezone.localdate(at))


@guard
def may_still_object(inspection: Inspection, at: datetime) -> Sentences:
    due = inspection.objection_due_at
    if due is not None and at > due:
        yield gettext("The time to object ended on %(when)s.") % {"when": instant_shown(due)}


@guard(_("Write what you disagree with, and why."))
def has_objection(inspection: Inspection, objection: str) -> bool:
    return bool(objection.strip())


@guard(_("Write the answer; the grantee will read it."))
def has_answer(inspection: Inspection, answer: str) -> bool:
    return bool(answer.strip())


@guard(_("Settle every recommendation first."))
def recommendations_are_over(inspection: Inspection) -> bool:
    return not inspection.recommendations.open().exists()


@guard(_("Write what you did, and add what shows it."))
def says_what_was_done(recommendation: Recommendation, answer: str) -> bool:
    return bool(answer.strip())


@guard(_("The grantee has not said what was done: write how you know that it is."))
def is_known_to_be_done(recommendation: Recommendation, note: str) -> bool:
    return bool(recommendation.answer.strip() or note.strip())
