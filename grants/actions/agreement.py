"""Agreements: prepared by the decision, signed, paid and ended, with their budget and their transfer."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from finance.actions import add_budget_line, set_budget
from grants.models import Agreement, Application
from grants.rules.agreement import cost_lines
from grants.rules.signing import SIGNED_AGREEMENT
from workflows.actions import attach_file
from workflows.consequences import follows
from workflows.moves import SYSTEM

from .payout import account_of, enter_account, plan_tranches
from .report import open_final_report
from .signing import name_parties


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
    plan_tranches(agreement)
    open_final_report(agreement)


def _plan_costs(agreement: Agreement) -> None:
    lines = cost_lines(agreement.application.costs())
    own = sum((line["amount"] for line in lines if line["source"] != "grant"), Decimal(0))
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


@follows(Agreement.sign)
def begin_without_money(agreement: Agreement, entry: Any) -> None:
    """Where things are given, no transfer is waited for: the signature begins the work."""
    if not agreement.call.gives_money:
        agreement.begin_work(by=SYSTEM)


@transaction.atomic
def sign_agreement(
    *,
    agreement: Agreement,
    by: Any,
    seen: int,
    at: datetime | None = None,
    scan: Any = None,
    account: str = "",
    **inputs: Any,
) -> None:
    """Record that both sides signed; `scan` (an upload) is kept with it, `account` waits to be confirmed.

    Raises what `Agreement.sign` and `enter_account` raise.
    """
    agreement.sign(by=by, seen=seen, at=at, scanned=bool(scan), **inputs)
    if scan:
        attach_file(obj=agreement, upload=scan, by=by, purpose=SIGNED_AGREEMENT)
    standing = account_of(agreement)
    if account and (standing is None or standing.number != account):
        owner = agreement.application.applicant or str(agreement.application.author)
        enter_account(agreement=agreement, number=account, owner=owner[:140], by=by)
