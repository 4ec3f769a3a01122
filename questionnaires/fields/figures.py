"""Numbers, amounts and days, within limits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from questionnaires.blocks import Day
from questionnaires.numbers import UnreadableNumber, read_number, show_amount, show_number

AMOUNT_AT_MOST = Decimal("999999999999.99")


class NumberField(forms.Field):
    """A number or an amount within limits; `currency` is empty for plain numbers."""

    widget = forms.TextInput

    def __init__(
        self,
        *,
        places: int,
        low: Decimal | None,
        high: Decimal | None,
        currency: str,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.places, self.low, self.high, self.currency = places, low, high, currency
        self.widget.attrs |= {
            "inputmode": "decimal" if places else "numeric",
            "autocomplete": "off",
        }

    def to_python(self, value: Any) -> Decimal | None:
        """The number typed, None when nothing was; ValidationError with what to write instead."""
        if value in self.empty_values:
            return None
        try:
            return read_number(str(value), places=self.places)
        except UnreadableNumber as error:
            raise ValidationError(self._example()) from error

    def validate(self, value: Any) -> None:
        """Refuse what is missing or outside the limits."""
        super().validate(value)
        if value is not None and self.low is not None and value < self.low:
            raise ValidationError(_("Write at least %(limit)s.") % {"limit": self._shown(self.low)})
        if value is not None and self.high is not None and value > self.high:
            raise ValidationError(_("Write at most %(limit)s.") % {"limit": self._shown(self.high)})

    def _shown(self, value: Decimal) -> str:
        return (
            show_amount(value, self.currency)
            if self.currency
            else show_number(value, places=self.places)
        )

    def _example(self) -> str:
        if self.currency:
            return _("Write an amount, for example 1234.56.")
        if self.places:
            return _("Write a number, for example 12.5.")
        return _("Write a whole number, for example 30.")


class DayField(forms.DateField):
    """A date within limits."""

    def __init__(self, *, block: Day, **options: Any) -> None:
        super().__init__(
            **options, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        )
        self.block = block
        limits = {"min": block.earliest, "max": block.latest}
        self.widget.attrs |= {name: limit.isoformat() for name, limit in limits.items() if limit}

    def validate(self, value: date | None) -> None:
        """Refuse what is missing or outside the limits."""
        super().validate(value)
        if value and self.block.earliest and value < self.block.earliest:
            raise ValidationError(
                _("Give a date from %(limit)s on.") % {"limit": date_format(self.block.earliest)}
            )
        if value and self.block.latest and value > self.block.latest:
            raise ValidationError(
                _("Give a date up to %(limit)s.") % {"limit": date_format(self.block.latest)}
            )
