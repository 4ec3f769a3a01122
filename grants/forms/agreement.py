"""Staff record what happened to an agreement: signed, paid, report returned, settled, money back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.banking import AccountNumberField
from finance.money import AmountFormField
from grants.models import Agreement
from grants.rules.agreement import later, payment_day
from grants.rules.ending import Grounds
from workflows import clock
from workflows.forms import PrivateFileField
from workflows.workdays import end_of_day

DAYS_TO_CORRECT = 7


class DayField(forms.DateField):
    """A day, picked or typed."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "invalid": _("Give a day, for example 2026-12-03."),
        "required": _("Give the day."),
    }


class SignForm(forms.Form):
    """What the signed agreement says."""

    number = forms.CharField(
        label=_("Number of the agreement"),
        max_length=40,
        error_messages={"required": _("Write the number of the agreement.")},
    )
    signed_on = DayField(label=_("Signed on"))
    account = AccountNumberField(
        label=_("Account for the transfer"),
        help_text=_("As in the agreement, 26 digits. Two people confirm it before the transfer."),
        required=False,
    )
    pay_by = DayField(label=_("Pay by"), required=False)
    scan = PrivateFileField(
        label=_("Scan of the signed agreement, or the file with the signatures"),
        help_text=_("Not needed where each signature is recorded with its own file."),
        required=False,
    )

    def __init__(self, data: Any = None, files: Any = None, *, object: Agreement) -> None:  # noqa: A002 -- the engine's name
        today = clock.today()
        initial = {
            "number": object.number,
            "signed_on": today,
            "pay_by": payment_day(object, today),
        }
        super().__init__(data, files, initial=initial)
        if not object.call.gives_money:
            for name in ("account", "pay_by"):
                del self.fields[name]


class PaymentForm(forms.Form):
    """When the grant went out."""

    paid_on = DayField(label=_("The money went out on"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"paid_on": clock.today()})


class ReturnReportForm(forms.Form):
    """What the grantee has to correct, and until when."""

    reasons = forms.CharField(
        label=_("What to correct"),
        help_text=_("The grantee reads exactly these words."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what the grantee has to correct.")},
    )
    due_on = DayField(label=_("Until the end of the day"))

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"due_on": later(clock.today(), DAYS_TO_CORRECT)})

    def clean(self) -> dict[str, Any]:
        """The move takes an instant, the last minute of the day."""
        cleaned = super().clean() or {}
        day = cleaned.pop("due_on", None)
        if day is not None:
            cleaned["due_at"] = end_of_day(day)
        return cleaned


class SettleForm(forms.Form):
    """How much of the grant was spent as agreed."""

    accepted = AmountFormField(
        label=_("Accepted amount"),
        help_text=_(
            "What is left of the grant comes back; Tandem writes to the grantee until when."
        ),
        error_messages={"required": _("Write how much you accept.")},
    )
    note = forms.CharField(
        label=_("Your words"),
        help_text=_(
            "The grantee will read this. Needed when you accept less than the documents prove."
        ),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Any = None, files: Any = None, *, object: Agreement) -> None:  # noqa: A002 -- the engine's name
        super().__init__(data, files, initial={"accepted": object.acceptable()})
        self.fields["accepted"].currency = object.currency  # type: ignore[attr-defined]  # read by the template
        if not object.call.gives_money:
            self.fields["accepted"].help_text = _(
                "The value of what was given for good and used as agreed."
            )


class TerminateForm(forms.Form):
    """On what grounds an agreement ends, and why."""

    grounds = forms.ChoiceField(
        label=_("Grounds"),
        choices=[("", "–"), *Grounds.choices],
        error_messages={"required": _("Choose on what grounds.")},
    )
    note = forms.CharField(
        label=_("Your words"),
        help_text=_("The grantee will read this."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why: the grantee will read it.")},
    )


class CallOffForm(TerminateForm):
    """What is accepted and what was misused of the money that is out."""

    accepted = AmountFormField(
        label=_("Accepted amount"),
        help_text=_("Of what documents prove. The rest comes back; Tandem writes until when."),
        error_messages={"required": _("Write how much you accept.")},
    )
    misused = AmountFormField(
        label=_("Spent against its purpose"),
        help_text=_("Interest runs from the transfer. 0 if nothing was."),
        error_messages={"required": _("Write how much was spent against its purpose.")},
    )
    field_order = ("grounds", "accepted", "misused", "note")

    def __init__(self, data: Any = None, files: Any = None, *, object: Agreement) -> None:  # noqa: A002 -- the engine's name
        super().__init__(data, files, initial={"accepted": object.acceptable(), "misused": 0})
        for name in ("accepted", "misused"):
            self.fields[name].currency = object.currency  # type: ignore[attr-defined]  # read by the template


class AccountForm(forms.Form):
    """The account of the grantee, with what proves that it is theirs."""

    number = AccountNumberField()
    owner = forms.CharField(
        label=_("Owner of the account"),
        help_text=_("As the bank knows them."),
        max_length=140,
        error_messages={"required": _("Write whose account it is.")},
    )
    evidence = PrivateFileField(
        label=_("Evidence"),
        help_text=_("The bank's confirmation or the first page of the agreement with the bank."),
    )
