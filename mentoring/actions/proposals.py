"""Proposing that two work together: by hand, or as part of a published plan."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import rules
from mentoring.models import Enrolment, Pairing
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.turns import refresh_turns

from .obstacles import ABOUT_YOU, is_about, obstacles


@transaction.atomic
def propose_pair(
    *, mentor: Enrolment, mentee: Enrolment, by: Any, note: str = "", lifted: bool = False
) -> Pairing:
    """Propose that the two work together; first the mentor answers, then the mentee.

    `lifted` says that staff know of a pair that ended or a proposal that was declined, and want it all the same.
    Raises NotYours, or GuardsFailed naming all that stands in the way (`obstacles`).
    """
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related(
        "person__user", "edition__activity__programme"
    )
    fresh = {each.pk: each for each in locked.filter(pk__in=(mentor.pk, mentee.pk)).order_by("pk")}
    mentor, mentee = fresh[mentor.pk], fresh[mentee.pk]
    if not rules.is_staff(by, mentor):
        raise NotYours(rules.is_staff.why_not(by, mentor))
    if sentences := why_not_pair(mentor, mentee, lifted=lifted):
        raise GuardsFailed(sentences)
    pairing: Pairing = Pairing.objects.begin(
        by=by,
        note=note,
        edition=mentor.edition,
        mentor=mentor,
        mentee=mentee,
        proposed_by=by,
        proposed_at=clock.now(),
    )
    refresh_turns([mentee])
    return pairing


def propose_by_hand(*, mentor: Enrolment, mentee: Enrolment, by: Any, **options: Any) -> Pairing:
    """Propose one pair that somebody chose; nobody proposes themselves. Raises what `propose_pair` raises."""
    if is_about(by, mentor, mentee):
        raise NotYours([str(ABOUT_YOU)])
    return propose_pair(mentor=mentor, mentee=mentee, by=by, **options)


def why_not_pair(mentor: Enrolment, mentee: Enrolment, *, lifted: bool = False) -> list[str]:
    """Sentences that speak against the pair; empty when it may be proposed. `lifted` leaves out what staff may lift."""
    if mentor.edition_id != mentee.edition_id or (mentor.role, mentee.role) != ("mentor", "mentee"):
        return [_("A pair is one mentor and one mentee of the same edition.")]
    found = []
    if {mentor.state, mentee.state} != {"accepted"} or mentor.edition.state not in (
        "recruiting",
        "running",
    ):
        found.append(_("Both must be accepted in an edition that is not finished."))
    if not Enrolment.objects.without_mentor().filter(pk=mentee.pk).exists():
        found.append(_("%(mentee)s has a mentor already.") % {"mentee": mentee.person})
    stands = obstacles([mentee], [mentor]).get((mentee.pk, mentor.pk), [])
    return found + [each.says for each in stands if not (lifted and each.can_be_lifted)]
