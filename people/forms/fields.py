"""Fields that take a number as people copy it: with "PL", spaces and dashes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people import numbers

_LONGEST = 40


class RegisterNumberField(forms.CharField):
    """A number of a public register; only its digits are kept."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=_LONGEST, required=False, **options)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> str:
        """Strip what is not part of the number."""
        return numbers.digits(super().to_python(value) or "")


class PhoneField(forms.CharField):
    """A telephone number in any spelling; nine digits alone are Polish."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Telephone"))
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
        super().__init__(max_length=_LONGEST, required=False, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        """Bring the number to the form +48600100200."""
        text = super().to_python(value)
        return numbers.phone_digits(text) if text else ""


class DateInput(forms.DateInput):
    """The browser's own picker; its value is an ISO date in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
