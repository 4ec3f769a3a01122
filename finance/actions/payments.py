"""Planning transfers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

from finance.models import PaymentOrder
from finance.money import Money
from programmes.models import Programme
from workflows.models.link import type_of
from workflows.moves import SYSTEM


def plan_payment(
    *,
    about: models.Model,
    programme: Programme,
    payee: str,
    title: str,
    amount: Money,
    due_on: date,
    not_before: date | None = None,
    account: str = "",
    address: str = "",
    held: bool = False,
    by: Any,
) -> PaymentOrder:
    """Plan a transfer for `about`; the programme's finance staff have the next move.

    `not_before`: it is ordered from that day on. `held`: nobody can order it before `PaymentOrder.release` names a confirmed account.
    """
    payment = PaymentOrder.objects.begin(
        by=by,
        about_type=type_of(about),
        about_id=about.pk,
        programme=programme,
        payee=payee,
        account=account,
        address=address[:300],
        title=title,
        amount=amount.amount,
        currency=amount.currency,
        due_on=due_on,
        not_before=not_before,
    )
    if held:
        payment.hold(by=SYSTEM)
    return payment
