"""What of this room can be found: expense documents and payments; never by the number of an account."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from finance.models import ExpenseDocument, PaymentOrder
from people.finding import Findable, Hit, findables


def _payments(user: Any) -> Any:
    return PaymentOrder.objects.visible_to(user).select_related("programme")


findables.add(
    "finance.expense",
    Findable(
        _("Expense documents"),
        90,
        ExpenseDocument.objects.visible_to,
        (
            "number__plain__contains",
            "ksef_number__plain__startswith",
            "seller_nip__startswith",
            "seller_name__folded__contains",
        ),
        lambda document: Hit(str(document), document.purpose),
        leads=("number__plain",),
    ),
)
findables.add(
    "finance.payment",
    Findable(
        _("Payments"),
        92,
        _payments,
        ("payee__folded__contains", "title__folded__contains"),
        lambda payment: Hit(payment.title_line, str(payment.programme)),
    ),
)
