"""What a grant costs the programme: paid out, it is spent on the call's line of the programme's budget."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from finance.actions import ShareWanted, change_expense, record_expense
from finance.models import ExpenseShare, PaymentOrder
from grants.models import Agreement
from workflows.consequences import follows


@follows(PaymentOrder.confirm)
def charge_grant(payment: PaymentOrder, entry: Any) -> None:
    """The transfer of a grant is a document of the programme, paid on the day it went out.

    A call without a line charges nothing. Raises what `record_expense` raises.
    """
    agreement = payment.about
    if not isinstance(agreement, Agreement) or agreement.call.budget_line is None:
        return
    record_expense(
        shares=[ShareWanted(agreement.call.budget_line, payment.amount)],
        by=entry.by,
        number=payment.title,
        issued_on=agreement.signed_on or payment.paid_on,
        paid_on=payment.paid_on,
        seller_name=payment.payee,
        gross=payment.amount,
        currency=payment.currency,
        purpose=_("Grant: %(title)s") % {"title": agreement.title_line},
    )


@follows(Agreement.record_refund)
def take_back(agreement: Agreement, entry: Any) -> None:
    """What came back is no longer spent: the charge shrinks to what was accepted, the newest transfer first."""
    left = agreement.unspent
    for share in _charges_of(agreement):
        if left > 0:
            left -= _shrink(share, by=min(left, share.amount), user=entry.by)


def _charges_of(agreement: Agreement) -> list[ExpenseShare]:
    titles = [payment.title for payment in agreement.payments.all()]
    shares = ExpenseShare.objects.filter(
        line=agreement.call.budget_line,
        document__number__in=titles,
        document__seller_name__in=[payment.payee for payment in agreement.payments.all()],
    )
    return list(shares.select_related("document", "line__budget").order_by("-document__paid_on"))


def _shrink(share: ExpenseShare, *, by: Decimal, user: Any) -> Decimal:
    rest = share.amount - by
    change_expense(
        document=share.document,
        shares=[ShareWanted(share.line, rest)] if rest else [],
        programmes={share.line.budget.programme_id},
        by=user,
    )
    return by
