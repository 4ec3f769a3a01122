"""A mentor leaves an edition: one act, after which only those concerned are matched anew."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import rules
from mentoring.models import Enrolment, MatchRun, Pairing
from workflows.errors import GuardsFailed, NotYours

from .inputs import latest_terms
from .matching import start_run

WORKING = (Pairing.States.ACTIVE, Pairing.States.PAUSED)


@transaction.atomic
def leave_edition(
    *, mentor: Enrolment, by: Any, reason: str, seen: int | None = None
) -> MatchRun | None:
    """End all open pairs of a mentor with a reason that both sides read, and withdraw the mentor.

    Then plans are computed for the mentees who lost this mentor and for nobody else: everybody else's pair takes its
    seat and stays. Returns that run; None when nobody is left without a mentor or no mentor is left to plan with.
    Raises NotYours, GuardsFailed, SomeoneWasFaster.
    """
    if sentences := rules.is_staff.why_not(by, mentor):
        raise NotYours(sentences)
    if mentor.role != Enrolment.Role.MENTOR:
        raise GuardsFailed([_("Only a mentor leaves an edition in this way.")])
    left = list(mentor.pairings_as_mentor.open().with_people().order_by("pk"))
    for pair in left:
        if pair.state in WORKING:
            pair.rematch(by=by, note=reason)
        else:
            pair.take_back(by=by, note=reason)
    mentor.withdraw(by=by, note=reason, seen=seen)
    if not left:
        return None
    terms = asdict(latest_terms(mentor.edition)) | {"only": [pair.mentee_id for pair in left]}
    # carried on from the latest run: what staff settled there is not settled anew by whoever acts now
    after = mentor.edition.match_runs.first()
    with suppress(GuardsFailed):
        return start_run(edition=mentor.edition, by=by, after=after, **terms)
    return None
