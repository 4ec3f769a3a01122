"""Which study visits belong to an edition, and how many of them a mentee attends."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from activities.models import StudyVisit
from mentoring import rules
from mentoring.models import Edition
from workflows.errors import GuardsFailed, NotYours


def visits_for(edition: Edition) -> Any:
    """The study visits that may belong to `edition`: those of its programme."""
    return StudyVisit.objects.filter(activity__programme=edition.programme).order_by(
        "starts_at", "pk"
    )


@transaction.atomic
def choose_visits(
    *, edition: Edition, visits: Collection[StudyVisit], due: int, seen: int, by: Any
) -> None:
    """Keep which visits belong to the edition, and how many of them a mentee attends to complete.

    Raises NotYours, GuardsFailed where more are asked for than there are or the edition is over, SomeoneWasFaster.
    """
    if sentences := rules.is_staff.why_not(by, edition):
        raise NotYours(sentences)
    if edition.state == Edition.States.FINISHED:
        raise GuardsFailed([_("This edition is finished.")])
    if due > len(visits):
        raise GuardsFailed([_("More visits are asked for than belong to the edition.")])
    edition.visits_due = due
    edition.save_draft(seen=seen, fields=["visits_due"])
    edition.visits.set(visits_for(edition).filter(pk__in=[each.pk for each in visits]))
