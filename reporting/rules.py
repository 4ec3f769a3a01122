"""Who may do what with funder reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from programmes import rules as programme_rules
from workflows.predicates import predicate

if TYPE_CHECKING:
    from reporting.models import Report

runs_programme = programme_rules.runs_programme
is_funder = programme_rules.is_funder
is_team = programme_rules.can_view


@predicate(_("A report is read by its funder once it has been submitted."))
def has_been_submitted(user: Any, report: Report) -> bool:
    return report.submitted_at is not None


#: The twin of `ReportQuerySet.visible_to`.
can_view = is_team | (is_funder & has_been_submitted)
