"""The grantee's forms: the report and a document that proves spending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from finance.models import BudgetLine
from finance.money import AmountFormField
from grants.forms.agreement import DayField
from grants.forms.assessment import KeptField
from grants.models import Agreement
from grants.rules.report import DONE_LENGTH, read_report
from people.numbers import digits, validate_nip
from workflows import clock


class ReportForm(forms.Form):
    """The report as typed; anything may be kept, `judge()` says what is amiss."""

    done = KeptField(
        label=_("What did you do?"),
        help_text=_("As you would tell a neighbour: what happened, who came, what changed."),
        widget=forms.Textarea(attrs={"rows": 10, "data-limit": DONE_LENGTH}),
    )
    participants = KeptField(
        label=_("How many people took part?"),
        help_text=_("Count each person once."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    volunteers = KeptField(
        label=_("How many people helped without pay?"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    own_contribution = KeptField(
        label=_("What was your own contribution worth?"),
        help_text=_("Money, things and work that the grant did not pay for. 0 if there was none."),
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "data-unit": "zł"}
        ),
    )
    lessons = KeptField(
        label=_("What would you do differently?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-limit": DONE_LENGTH}),
    )

    use_required_attribute = False

    def __init__(self, data: Any = None, *, agreement: Agreement) -> None:
        super().__init__(data, initial=agreement.report.typed)
        self.agreement = agreement

    def typed(self) -> dict[str, str]:
        """What stands in the form, as typed."""
        return {name: str(self[name].value() or "") for name in self.fields}

    def judge(self) -> bool:
        """Whether the words are complete; puts a sentence at each field that stands in the way."""
        self.is_valid()
        for name, sentence in read_report(self.typed()).problems.items():
            self.add_error(name, sentence)
        return not self.errors


class DocumentForm(forms.Form):
    """An invoice or receipt, and how much of it the grant (or the own contribution) pays."""

    number = forms.CharField(label=_("Number of the document"), max_length=100)
    issued_on = DayField(label=_("Issued on"))
    paid_on = DayField(label=_("Paid on"))
    seller_name = forms.CharField(label=_("Seller"), max_length=300)
    seller_nip = forms.CharField(label=_("Seller's NIP"), required=False, max_length=20)
    purpose = forms.CharField(label=_("What for"), max_length=500)
    gross = AmountFormField(label=_("Whole document, gross"))
    line: Any = forms.ModelChoiceField(
        label=_("Position of the costs"),
        queryset=BudgetLine.objects.none(),
        empty_label=_("Choose"),
    )
    amount = AmountFormField(label=_("Of this, on that position"))

    def __init__(self, data: Any = None, *, agreement: Agreement) -> None:
        super().__init__(data)
        self.agreement = agreement
        self.fields["line"].queryset = BudgetLine.objects.filter(  # type: ignore[attr-defined]  # a ModelChoiceField
            budget__in=agreement.budgets.all()
        )
        for name in ("gross", "amount"):
            self.fields[name].currency = agreement.currency  # type: ignore[attr-defined]  # read by the template

    def clean_seller_nip(self) -> str:
        """Digits of a valid NIP, or nothing."""
        nip = digits(self.cleaned_data["seller_nip"])
        if nip:
            validate_nip(nip)
        return nip

    def clean(self) -> dict[str, Any]:
        """Days that have come, in their order; a part that is above zero and within the document."""
        cleaned = super().clean() or {}
        issued, paid = cleaned.get("issued_on"), cleaned.get("paid_on")
        if issued and issued > clock.today():
            self.add_error("issued_on", _("This day lies in the future."))
        if paid and paid > clock.today():
            self.add_error("paid_on", _("This day lies in the future."))
        self._check_amounts(cleaned.get("gross"), cleaned.get("amount"))
        return cleaned

    def _check_amounts(self, gross: Any, amount: Any) -> None:
        if gross is not None and gross <= 0:
            self.add_error("gross", _("Write an amount above zero."))
        if amount is not None and amount <= 0:
            self.add_error("amount", _("Write an amount above zero."))
        if gross is not None and amount is not None and amount > gross:
            self.add_error(
                "amount", ValidationError(_("The part is larger than the whole document."))
            )
