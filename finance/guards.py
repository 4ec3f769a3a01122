"""Facts about money that must hold before it moves."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows.guards import guard

if TYPE_CHECKING:
    from finance.models import PaymentOrder


@guard(_("The day of payment lies in the future. Confirm the payment on that day."))
def paid_day_has_come(payment: PaymentOrder, at: datetime, paid_on: date | None = None) -> bool:
    """Money that has not gone out yet is not paid."""
    return paid_on is None or paid_on <= timezone.localdate(at)
