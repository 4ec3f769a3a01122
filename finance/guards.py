"""Facts about money that must hold before it moves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.guards import guard

if TYPE_CHECKING:
    from finance.models import PaymentOrder


@guard
def its_day_has_come(payment: PaymentOrder, at: datetime) -> Iterable[str]:
    """Money that waits for a day does not go out before it."""
    if payment.not_before and not payment.is_ready_on(timezone.localdate(at)):
        yield gettext("This money goes out from %(day)s on.") % {
            "day": date_format(payment.not_before)
        }


@guard(_("The day of payment lies in the future. Confirm the payment on that day."))
def paid_day_has_come(payment: PaymentOrder, at: datetime, paid_on: date | None = None) -> bool:
    """Money that has not gone out yet is not paid."""
    return paid_on is None or paid_on <= timezone.localdate(at)
