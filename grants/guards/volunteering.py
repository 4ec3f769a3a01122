"""Facts about the work of volunteers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from grants.rules.agreement import BEING_CARRIED_OUT
from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import VolunteerWork


@guard(_("Work is entered and confirmed while the report is being written."))
def report_is_being_written(work: VolunteerWork) -> bool:
    return work.agreement.state in BEING_CARRIED_OUT
