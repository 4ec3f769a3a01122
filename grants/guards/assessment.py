"""Facts about an assessment that its moves ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grants.rules.blind import keeps_names
from grants.rules.conflicts import conflicts_of
from grants.rules.scoring import missing_comments, read_sheet
from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Assessment

Sentences = Iterator[str | Promise]


@guard(_("The call is not in assessment."))
def call_is_in_assessment(assessment: Assessment) -> bool:
    return assessment.application.call.state == "assessment"


@guard(_("The application is no longer in assessment."))
def application_is_admitted(assessment: Assessment) -> bool:
    return assessment.application.state == "admitted"


@guard
def has_no_known_conflict(assessment: Assessment) -> Sentences:
    tied = conflicts_of(assessment.assessor, assessment.application)
    if tied and keeps_names(assessment.application.call):
        yield _("Tandem knows of a tie to the applicant. Hand the application back.")
    elif tied:
        yield _("Tandem knows of a tie to the applicant (%(ties)s). Hand the application back.") % {
            "ties": "; ".join(tied)
        }


@guard(_("Choose a time that is still to come."))
def is_due_later(assessment: Assessment, due_at: datetime, at: datetime) -> bool:
    return due_at > at


@guard(_("Confirm that nothing ties you to the applicant."))
def has_confirmed(assessment: Assessment, confirmed: bool) -> bool:
    return confirmed


@guard(_("Say what ties you to the applicant, in a few words."))
def has_reason(assessment: Assessment, reason: str) -> bool:
    return bool(reason.strip())


@guard
def sheet_is_complete(assessment: Assessment) -> Sentences:
    """Every criterion has points within its range, by halves, and where the call asks, words for the applicant."""
    criteria = list(assessment.application.call.criteria.all())
    _points, problems = read_sheet(assessment.sheet, criteria)
    uncommented = set(missing_comments(assessment.sheet, criteria))
    for criterion in criteria:
        if criterion.key in problems:
            yield f"{criterion.title}: {problems[criterion.key]}"
        if criterion.key in uncommented:
            yield _("%(criterion)s: write one sentence that justifies the points.") % {
                "criterion": criterion.title
            }
