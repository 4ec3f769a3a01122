"""What staff type for the register of de minimis aid."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grants.forms.agreement import DayField
from grants.models import Agreement
from workflows import clock


class AidForm(forms.Form):
    """The certificate's number, and the rate with its source and day."""

    certificate_number = forms.CharField(
        label=_("Number of the certificate"),
        max_length=40,
        error_messages={"required": _("Write the number of the certificate.")},
    )
    rate = forms.DecimalField(
        label=_("Rate of the euro"),
        help_text=_("How much one euro costs, for example 4.2512."),
        max_digits=10,
        decimal_places=4,
        localize=True,
        error_messages={"invalid": _("Write the rate, for example 4.2512.")},
    )
    rate_source = forms.CharField(
        label=_("Source of the rate"),
        max_length=120,
        help_text=_("For example: NBP, table A, 229/A/NBP/2026."),
        error_messages={"required": _("Write where the rate comes from.")},
    )
    rate_on = DayField(label=_("Day of the rate"))

    def __init__(self, data: Any = None, *, agreement: Agreement) -> None:
        initial = {
            "certificate_number": f"DM/{agreement.number}",
            "rate_source": "NBP, tabela A",
            "rate_on": agreement.signed_on or clock.today(),
        }
        super().__init__(data, initial=initial)

    def clean_rate(self) -> Decimal:
        """A rate is above zero."""
        rate: Decimal = self.cleaned_data["rate"]
        if rate <= 0:
            raise ValidationError(_("Write a rate above zero."))
        return rate
