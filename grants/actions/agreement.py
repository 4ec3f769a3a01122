"""Agreements: prepared by the decision, signed, paid and ended, with their budget and their transfer."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from finance.actions import add_budget_line, plan_payment, set_budget
from finance.models import PaymentOrder
from finance.money import Money
from grants.models import Agreement, Application, FinalReport
from grants.rules.agreement import cost_lines
from workflows.actions import attach_file
from workflows.consequences import follows
from workflows.errors import GuardsFailed
from workflows.moves import SYSTEM

from .signing import name_parties

SIGNED_SCAN = "signed-agreement"


@follows(Application.fund)
def prepare_agreement(application: Application, entry: Any) -> None:
    """Prepare the agreement with its number, its budget and an empty report."""
    call = application.call
    ordinal = (call.agreements.aggregate(last=Max("ordinal"))["last"] or 0) + 1
    agreement = Agreement.objects.begin(
        by=SYSTEM,
        application=application,
        call=call,
        ordinal=ordinal,
        number=f"{call.pk}/{ordinal}/{timezone.localtime(entry.at).year}",
        amount=application.granted_amount,
        starts_on=application.starts_on,
        ends_on=application.ends_on,
    )
    name_parties(agreement)
    _plan_costs(agreement)
    FinalReport.objects.create(agreement=agreement)


def _plan_costs(agreement: Agreement) -> None:
    lines = cost_lines(agreement.application.costs())
    own = sum((line["amount"] for line in lines if line["source"] == "own"), Decimal(0))
    budget = set_budget(
        about=agreement,
        programme=agreement.programme,
        currency=agreement.currency,
        total=agreement.amount + own,
        grant=agreement.amount,
        own=own,
        by=SYSTEM,
    )
    for line in lines:
        add_budget_line(budget=budget, by=SYSTEM, **line)


@transaction.atomic
def sign_agreement(
    *,
    agreement: Agreement,
    by: Any,
    seen: int,
    at: datetime | None = None,
    scan: Any = None,
    **inputs: Any,
) -> None:
    """Record that both sides signed; `scan` (an upload) is kept with it. Raises what `Agreement.sign` raises."""
    agreement.sign(by=by, seen=seen, at=at, **inputs)
    if scan:
        attach_file(obj=agreement, upload=scan, by=by, purpose=SIGNED_SCAN)


@follows(Agreement.sign)
def plan_transfer(agreement: Agreement, entry: Any) -> None:
    """The grant is to be paid out: the finance staff have it among their payments."""
    application = agreement.application
    plan_payment(
        about=agreement,
        programme=agreement.programme,
        payee=application.applicant or str(application.author),
        account=agreement.account,
        title=_("Grant, agreement %(number)s") % {"number": agreement.number},
        amount=Money(agreement.amount, agreement.currency),
        due_on=agreement.pay_by or timezone.localdate(entry.at),
        by=entry.by,
    )


@transaction.atomic
def record_payment(
    *,
    agreement: Agreement,
    paid_on: date,
    by: Any,
    at: datetime | None = None,
    seen: int | None = None,
) -> None:
    """Record that the grant went out on `paid_on`; `seen` is the version of the transfer that was shown.

    Raises GuardsFailed when no transfer stands or the day lies ahead, and what `PaymentOrder.confirm` raises.
    """
    payment = agreement.payment
    if payment is None:
        raise GuardsFailed([_("Record the signing first.")])
    payment.confirm(by=by, paid_on=paid_on, at=at, seen=seen)
    agreement.refresh_from_db()


@follows(PaymentOrder.confirm)
def note_payment(payment: PaymentOrder, entry: Any) -> None:
    """An agreement whose transfer went out is paid, whoever confirmed the transfer and on whichever page."""
    agreement = payment.about
    if isinstance(agreement, Agreement) and agreement.state == Agreement.States.SIGNED:
        agreement.mark_paid(by=SYSTEM, paid_on=payment.paid_on)


@follows(PaymentOrder.cancel)
def plan_transfer_again(payment: PaymentOrder, entry: Any) -> None:
    """A cancelled transfer of a standing agreement is planned anew, so that the grantee does not wait in vain."""
    agreement = payment.about
    if isinstance(agreement, Agreement) and agreement.state == Agreement.States.SIGNED:
        plan_transfer(agreement, entry)


@follows(Agreement.terminate)
def stop_transfer(agreement: Agreement, entry: Any) -> None:
    """Nothing is paid out of a terminated agreement."""
    for payment in agreement.payments.exclude(state__in=["paid", "cancelled"]):
        payment.cancel(by=SYSTEM, note=_("The agreement was terminated."))
