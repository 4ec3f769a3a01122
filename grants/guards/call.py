"""Facts about a call that its moves ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from grants.rules.opening import RESERVED
from questionnaires.blocks import Costs
from workflows import clock
from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Call

Sentences = Iterator[str | Promise]


@guard
def has_form(call: Call) -> Sentences:
    if call.questionnaire is None:
        yield _("Choose the form that applicants fill in.")
    elif not call.questionnaire.published_at:
        yield _("Publish the form that applicants fill in.")
    elif not any(isinstance(block, Costs) for block in call.questionnaire.read()):
        yield _("The form needs a table of costs: from it Tandem takes the amount.")
    elif RESERVED & {block.key for block in call.questionnaire.read()}:
        yield _("The form asks again what Tandem asks itself: %(keys)s.") % {
            "keys": ", ".join(sorted(RESERVED))
        }


@guard
def has_criteria(call: Call) -> Sentences:
    if not call.criteria.exists():
        yield _("Write at least one criterion with its points.")


@guard
def threshold_within_points(call: Call) -> Sentences:
    if call.threshold_total is not None and call.threshold_total > call.max_points:
        yield _("The threshold is higher than all points together.")


@guard
def dates_in_order(call: Call) -> Sentences:
    if call.closes_at <= clock.now():
        yield _("The closing instant has passed; set a later one.")
    if call.opens_at >= call.closes_at:
        yield _("The call closes before it opens.")
    if call.eligible_from > call.eligible_to:
        yield _("Projects would end before they may start.")


@guard(_("The pool is smaller than the largest grant."))
def pool_reaches(call: Call) -> bool:
    return call.pool >= call.max_grant


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
