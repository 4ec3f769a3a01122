"""Facts about an interim report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grants.rules.agreement import BEING_CARRIED_OUT
from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import InterimReport


@guard(_("An interim report is of a project that is being carried out."))
def project_runs(report: InterimReport) -> bool:
    return report.agreement.state in BEING_CARRIED_OUT


@guard
def is_complete(report: InterimReport) -> Iterator[str | Promise]:
    for one in report.missing():
        yield f"{one.label}: {one.sentence}"
