"""After a visit: what each will apply at home, and what they think of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from activities import guards, rules
from activities.models import Evaluation, Registration, StudyVisit, Takeaway, TravelClaim
from activities.rules import WAS_THERE
from questionnaires.models import AnswerSet
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotYours
from workflows.moves import SYSTEM


@follows(StudyVisit.hold)
def ask_those_who_were_there(visit: StudyVisit, entry: Any) -> None:
    """Whoever is on an attendance list is asked; the others when their presence is written down."""
    for registration in visit.registrations.in_state(*WAS_THERE):
        _ask(registration)


@follows(Registration.attend)
def ask_who_was_there(registration: Registration, entry: Any) -> None:
    """A presence that is written down after the visit asks at once."""
    if registration.visit is not None and registration.visit.state == StudyVisit.States.HELD:
        _ask(registration)


@follows(Registration.miss)
def ask_no_longer(registration: Registration, entry: Any) -> None:
    """Whoever was not there has nothing to bring home."""
    for takeaway in Takeaway.objects.filter(registration=registration).exclude(state="dropped"):
        takeaway.drop(by=SYSTEM)


@follows(StudyVisit.submit_report)
def close_the_asking(visit: StudyVisit, entry: Any) -> None:
    """The report went without what nobody wrote in time."""
    for takeaway in Takeaway.objects.filter(registration__visit=visit, state="asked"):
        takeaway.drop(by=SYSTEM)


@follows(StudyVisit.settle)
def withdraw_what_was_never_sent(visit: StudyVisit, entry: Any) -> None:
    """Costs that somebody began and never sent can not be sent any more: nobody is reminded of them."""
    for claim in TravelClaim.objects.filter(registration__visit=visit, state="draft"):
        claim.withdraw(by=SYSTEM)


def _ask(registration: Registration) -> None:
    standing = Takeaway.objects.filter(registration=registration).first()
    if standing is None:
        Takeaway.objects.begin(by=SYSTEM, registration=registration)
    elif standing.state == Takeaway.States.DROPPED:
        standing.ask_again(by=SYSTEM)


@transaction.atomic
def write_takeaway(*, takeaway: Takeaway, words: str, seen: int, by: Any) -> None:
    """Keep `words` and send them. Raises NotYours, GuardsFailed, SomeoneWasFaster; then nothing is kept."""
    if sentences := rules.may_write_takeaway.why_not(by, takeaway):
        raise NotYours(sentences)
    if takeaway.state != Takeaway.States.ASKED:
        raise GuardsFailed([_("This was sent already. Choose “Write it anew” to change it.")])
    takeaway.words = words
    takeaway.save_draft(seen=seen, fields=["words"])
    takeaway.send(by=by)


@transaction.atomic
def evaluate(*, takeaway: Takeaway, answers: Mapping[str, Any], by: Any, at: datetime) -> None:
    """Keep checked `answers` about the visit, tied to nobody; whoever answered is only known to have done so.

    `at` is when the request arrived. Raises NotYours; GuardsFailed when it is closed or they answered already.
    """
    fresh = Takeaway.objects.select_for_update(of=("self",)).get(pk=takeaway.pk)
    if sentences := rules.may_evaluate.why_not(by, fresh):
        raise NotYours(sentences)
    if sentences := guards.can_be_evaluated.sentences(fresh, {"at": at}):
        raise GuardsFailed(sentences)
    version: Any = fresh.visit.evaluation
    kept = AnswerSet.objects.create(questions=version, values=dict(answers))
    Evaluation.objects.create(visit=fresh.visit, answers=kept)
    # an update by itself: no version, no history and no hour that would say who answered when
    Takeaway.objects.filter(pk=fresh.pk).update(has_evaluated=True)
