"""The database column and the form field for an amount; the currency is its owner's."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .amount import CENT
from .written import UnreadableAmount, format_money, read_amount

DIGITS = 14


class AmountFormField(forms.DecimalField):
    """An amount as people type it, "1 234,56" with any space, comma or dot."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Write an amount, for example 1234.56."),
        "max_digits": _("This amount is too large."),
        "max_whole_digits": _("This amount is too large."),
    }

    def __init__(self, **options: Any) -> None:
        options["max_digits"] = DIGITS
        options["decimal_places"] = 2
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs say int
        """The amount typed, or None when nothing was; ValidationError with a sentence otherwise."""
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return read_amount(str(value))
        except UnreadableAmount as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """A stored amount comes back as the reader's language writes it: "1 234,56", in English "1,234.56"."""
        return format_money(value.quantize(CENT)) if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask phones for their keyboard with digits."""
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}


class AmountField(models.DecimalField):
    """An exact amount with two decimal places, in the currency of the object it belongs to."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options["max_digits"] = DIGITS
        options["decimal_places"] = 2
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """Leave out the digits, which are the same for every amount."""
        name, _path, args, options = super().deconstruct()
        del options["max_digits"], options["decimal_places"]
        return name, "finance.money.AmountField", args, options

    def formfield(self, **options: Any) -> Any:
        """The form field that reads amounts as people type them."""
        return models.Field.formfield(self, **{"form_class": AmountFormField, **options})
