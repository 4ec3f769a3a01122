"""What finance staff type: an expense with the line that carries it, a budget's sums, a line, a day of payment."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from finance.actions.expenses import ShareWanted
from finance.models import Budget, BudgetLine, ExpenseDocument
from finance.money import AmountFormField, format_money
from people.numbers import digits
from workflows import clock

DAY = {"type": "date"}


class ShareFields(forms.Form):
    """The line that carries an expense, and how much of it."""

    line: forms.ModelChoiceField[BudgetLine] = forms.ModelChoiceField(
        BudgetLine.objects.none(),
        label=_("Budget line"),
        error_messages={"required": _("Choose the line that pays for it.")},
    )
    amount = AmountFormField(
        label=_("Charged to this line"),
        required=False,
        help_text=_("Leave it empty to charge the whole document."),
    )
    rate = forms.DecimalField(
        label=_("Exchange rate"),
        required=False,
        max_digits=12,
        decimal_places=6,
        min_value=Decimal("0.000001"),
        localize=True,
        help_text=_(
            "Only where the budget has another currency: units of the document for one of the budget."
        ),
    )

    def offer_lines(self, user: Any) -> None:
        """Let `user` choose among the lines whose money they keep."""
        lines = BudgetLine.objects.visible_to(user).select_related("budget__programme")
        self.fields["line"].queryset = lines  # type: ignore[attr-defined]
        self.fields["line"].label_from_instance = _line_label  # type: ignore[attr-defined]

    def share_of(self, gross: Decimal, currency: str) -> ShareWanted:
        """The share these fields ask for; ValidationError where it exceeds the document or lacks a rate."""
        line: BudgetLine = self.cleaned_data["line"]
        amount = self.cleaned_data.get("amount") or gross
        if amount <= 0:
            raise ValidationError({"amount": _("Enter an amount above zero.")})
        if amount > gross:
            whole = format_money(gross, currency)
            raise ValidationError({"amount": _("The whole document is %s.") % whole})
        rate = self.cleaned_data.get("rate")
        if line.budget.currency != currency and not rate:
            raise ValidationError(
                {"rate": _("This budget is kept in %s. Give the rate.") % line.budget.currency}
            )
        return ShareWanted(
            line, amount, rate if rate and line.budget.currency != currency else Decimal(1)
        )


def _line_label(line: BudgetLine) -> str:
    return f"{line.budget.programme.title}: {line}"


class ExpenseForm(forms.ModelForm, ShareFields):
    """A new document and its first share."""

    seller_nip = forms.CharField(label=_("Seller’s NIP"), max_length=20, required=False)

    class Meta:
        model = ExpenseDocument
        fields = (
            "seller_name",
            "seller_nip",
            "number",
            "issued_on",
            "paid_on",
            "gross",
            "currency",
            "purpose",
            "ksef_number",
        )
        widgets = {
            "issued_on": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "paid_on": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "currency": forms.Select(choices=[("PLN", "PLN"), ("EUR", "EUR")]),
        }
        help_texts = {
            "paid_on": _("Empty while it is not paid. Only paid expenses are counted."),
            "purpose": _("What was bought and for which activity."),
        }
        error_messages = {
            "seller_name": {"required": _("Who issued the document?")},
            "number": {"required": _("Write the document's number.")},
            "issued_on": {"required": _("Choose the day it was issued.")},
            "gross": {"required": _("Write the whole amount.")},
            "purpose": {"required": _("Write what it was for.")},
        }

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer_lines(user)

    def clean_seller_nip(self) -> str:
        """Keep the digits alone: people type hyphens and a country's letters."""
        return digits(self.cleaned_data["seller_nip"])

    def clean_gross(self) -> Decimal:
        """Refuse a document of nothing."""
        gross: Decimal = self.cleaned_data["gross"]
        if gross <= 0:
            raise ValidationError(_("Enter an amount above zero."))
        return gross

    def clean_paid_on(self) -> Any:
        """Refuse a payment that has not happened."""
        paid_on = self.cleaned_data["paid_on"]
        if paid_on and paid_on > clock.today():
            raise ValidationError(_("This day has not come yet. Leave it empty until it is paid."))
        return paid_on

    def clean(self) -> dict[str, Any]:
        """Add `share`, once all its parts are there."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if {"line", "gross", "currency"} <= cleaned.keys():
            cleaned["share"] = self.share_of(cleaned["gross"], cleaned["currency"])
        return cleaned

    def document_fields(self) -> dict[str, Any]:
        """The columns of the document."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class BudgetForm(forms.ModelForm):
    """The sums of a budget; what nobody stated stays empty."""

    class Meta:
        model = Budget
        fields = ("stated_total", "stated_grant", "stated_own")

    def clean(self) -> dict[str, Any]:
        """No sum is below zero."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, amount in list(cleaned.items()):
            if amount is not None and amount < 0:
                self.add_error(name, _("Enter zero or more."))
        return cleaned


class LineForm(forms.ModelForm):
    """A new position of a budget."""

    class Meta:
        model = BudgetLine
        fields = ("code", "name", "amount", "source")

    def clean_amount(self) -> Decimal:
        """Refuse less than nothing."""
        amount: Decimal = self.cleaned_data["amount"]
        if amount < 0:
            raise ValidationError(_("Enter zero or more."))
        return amount


class PaidForm(forms.Form):
    """When the money went out."""

    paid_on = forms.DateField(
        label=_("The money went out on"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["paid_on"].initial = timezone.localdate(clock.now())
