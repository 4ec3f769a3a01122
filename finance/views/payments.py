"""Transfers: to order, to confirm, done."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from finance.forms import PaidForm
from finance.models import PaymentOrder
from programmes.models import Programme
from workflows.views import ListView, MoveView, ObjectView


class Payments(ListView):
    """What is to be paid, the nearest day first, and below it what is over."""

    model = PaymentOrder
    template_name = "finance/payments.html"
    title = gettext_lazy("Payments")
    select_related = ("programme",)

    def get_rows(self) -> Any:
        """What is to be paid before what is over."""
        rows: Any = super().get_rows()
        return rows.open_first()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the programmes for whose payments files are made and statements read."""
        seen = PaymentOrder.objects.visible_to(self.request.user)
        programmes = Programme.objects.filter(pk__in=seen.order_by().values("programme"))
        return super().get_context_data(programmes=list(programmes), **given)


class PaymentPage(ObjectView):
    model = PaymentOrder
    template_name = "finance/payment.html"
    select_related = ("programme",)


class PaymentMove(MoveView):
    model = PaymentOrder
    forms = {"confirm": PaidForm}
