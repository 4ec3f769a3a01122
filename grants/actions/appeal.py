"""Appeals: filed within their window, and what follows when one is upheld."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from grants.guards.application import instant_shown
from grants.models import Appeal, Application, Call, Decision, DecisionRow
from grants.rules import appeal as rules
from grants.rules.application import is_author
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotYours
from workflows.moves import SYSTEM

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def file_appeal(*, application: Application, grounds: str, by: User, at: datetime) -> Appeal:
    """File the appeal that the state of `application` admits; `at` is when the request arrived.

    Raises NotYours for anybody but the author, GuardsFailed without grounds, outside the window, or a second time.
    """
    if not is_author(by, application):
        raise NotYours(is_author.why_not(by, application))
    fresh = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    kind = rules.kind_open_to(fresh)
    if against := _against(fresh, kind, grounds, at):
        raise GuardsFailed(against)
    return Appeal.objects.begin(
        by=by,
        application=fresh,
        kind=kind,
        grounds=grounds.strip(),
        filed_at=at,
        answer_due_at=rules.answer_due(fresh, kind, at),
    )


def _against(application: Application, kind: str, grounds: str, at: datetime) -> list[str]:
    until = rules.appeal_until(application)
    if until is None:
        return [_("This application cannot be appealed now.")]
    if at > until:
        return [_("The time to appeal ended on %(when)s.") % {"when": instant_shown(until)}]
    if application.appeals.filter(kind=kind).exists():
        return [_("You have already appealed; there is one appeal of a kind.")]
    if not grounds.strip():
        return [_("Write what you disagree with, and why.")]
    return []


@follows(Appeal.uphold)
def give_effect(appeal: Appeal, entry: Any) -> None:
    """An upheld appeal about the form leads back to the check; one about the points changes the decision."""
    application = Application.objects.get(pk=appeal.application_id)
    if appeal.is_formal:
        application.readmit(by=SYSTEM)
        return
    _change_decision(appeal, application, entry)


def _change_decision(appeal: Appeal, application: Application, entry: Any) -> None:
    """Keep the changed line as a decision of its own that names the old one, then make the move."""
    amount = appeal.granted
    call = Call.objects.select_for_update().get(pk=application.call_id)
    old = DecisionRow.objects.filter(application=application).order_by("-pk").first()
    outcome = DecisionRow.Outcome.FUNDED if amount else DecisionRow.Outcome.RESERVE
    record = {
        "format": "appeal",
        "appeal": appeal.pk,
        "application": application.number,
        "outcome": str(outcome),
        "granted": str(amount or Decimal(0)),
        "reason": appeal.answer,
    }
    last = call.decisions.order_by("-pk").first()
    decision = Decision.objects.create(
        call=call,
        corrects=last,
        decided_by=entry.by,
        decided_at=entry.at,
        note=appeal.answer,
        pool=call.pool,
        granted_total=call.granted_so_far() + (amount or Decimal(0)),
        record=record,
        digest=Decision.digest_of(record),
    )
    if old is not None:
        DecisionRow.objects.create(
            decision=decision,
            application=application,
            track=old.track,
            place=old.place,
            points=old.points,
            requested=old.requested,
            granted=amount or Decimal(0),
            outcome=outcome,
            details=old.details,
        )
    if amount:
        application.fund(by=SYSTEM, amount=amount)
    elif application.state != Application.States.RESERVE:
        application.put_on_reserve(by=SYSTEM)
