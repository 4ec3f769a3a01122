"""What finance staff type around the bank: the account that pays, a file of transfers, a statement."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from finance.banking import ENCODINGS
from finance.models import PayerAccount, PaymentOrder, TransferFile
from people.numbers import digits, validate_account
from programmes.models import Programme
from workflows import clock

STATEMENT_LIMIT = 5 * 1024 * 1024  # bytes
ENDINGS = {"sta", "mt940", "940", "txt", "csv"}


class AccountNumberField(forms.CharField):
    """A Polish account number; spaces, hyphens and "PL" do not matter."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Account number"))
        options.setdefault("help_text", _("26 digits; spaces do not matter."))
        options["max_length"] = 40
        super().__init__(**options)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        self.error_messages["required"] = _("Write the account number.")

    def clean(self, value: Any) -> str:
        """The 26 digits, checked."""
        number = digits(super().clean(value))
        if number:
            validate_account(number)
        return number


class PayerForm(forms.ModelForm):
    """The account that pays."""

    number = AccountNumberField()

    class Meta:
        model = PayerAccount
        fields = ("name", "address", "number")
        help_texts = {"name": _("As the bank knows it; it stands in every transfer.")}


class TransferForm(forms.Form):
    """Which transfers go into the file, and how it is written."""

    payments: Any = forms.ModelMultipleChoiceField(
        PaymentOrder.objects.none(),
        label=_("Transfers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one transfer."),
            "invalid_choice": _("One of the transfers is not planned any more. Choose again."),
        },
    )
    on = forms.DateField(
        label=_("To be executed on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    format = forms.ChoiceField(
        label=_("Format"), choices=TransferFile.Format.choices, widget=forms.RadioSelect
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"),
        choices=[(name, name) for name in ENCODINGS],
        widget=forms.RadioSelect,
        help_text=_("Most Polish banks read windows-1250."),
    )

    def __init__(self, data: Any = None, *, programme: Programme) -> None:
        planned = PaymentOrder.objects.filter(programme=programme).in_state("planned")
        every, ready = list(planned.order_by("due_on")), planned.ready_on(clock.today())
        self.payments = [one for one in every if one.is_ready_on(clock.today())]
        self.waiting = len(every) - len(self.payments)
        initial = {
            "on": clock.today(),
            "format": "elixir",
            "encoding": "windows-1250",
            "payments": [one.pk for one in self.payments if len(one.account) == 26],
        }
        super().__init__(data, initial=initial)
        self.fields["payments"].queryset = ready  # type: ignore[attr-defined]  # a ModelMultipleChoiceField

    def clean_on(self) -> Any:
        """Banks refuse days that have passed."""
        day = self.cleaned_data["on"]
        if day < clock.today():
            raise ValidationError(_("This day has passed."))
        return day


class StatementForm(forms.Form):
    """A statement as the bank exports it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("MT940 (.sta, .txt) or CSV. Nothing is paid before you have seen what fits."),
        widget=forms.ClearableFileInput(attrs={"accept": ".sta,.mt940,.940,.txt,.csv"}),
        error_messages={
            "required": _("Choose a file."),
            "missing": _("Choose a file."),
            "empty": _("The file is empty."),
            "invalid": _("Choose a file."),
        },
    )

    def clean_file(self) -> Any:
        """Refuse what cannot be a statement by its name or size."""
        upload = self.cleaned_data["file"]
        if PurePath(upload.name).suffix.lower().removeprefix(".") not in ENDINGS:
            raise ValidationError(_("Export the statement as MT940 or CSV."))
        if upload.size > STATEMENT_LIMIT:
            raise ValidationError(_("This file is too long. Take a shorter period."))
        return upload
