"""Transfers: to order, to confirm, done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from finance.forms import PaidForm
from finance.models import PaymentOrder
from workflows.views import ListView, MoveView, ObjectView


class Payments(ListView):
    """What is to be paid, the nearest day first."""

    model = PaymentOrder
    template_name = "finance/payments.html"
    title = gettext_lazy("Payments")
    select_related = ("programme",)


class PaymentPage(ObjectView):
    model = PaymentOrder
    template_name = "finance/payment.html"
    select_related = ("programme",)


class PaymentMove(MoveView):
    model = PaymentOrder
    forms = {"confirm": PaidForm}
