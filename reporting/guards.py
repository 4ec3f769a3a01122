"""What must hold before a report leaves the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from workflows import clock
from workflows.guards import guard

if TYPE_CHECKING:
    from reporting.models import Report


@guard(_("Its period is not over yet: a report tells what has happened."))
def period_is_over(report: Report) -> bool:
    return report.until <= clock.today()


@guard(_("Write in a few sentences what happened; figures alone do not tell it."))
def tells_what_happened(report: Report) -> bool:
    return bool(report.story.strip())
