"""New amounts of the positions, in a grantee's change or in an annex."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.models import BudgetLine
from finance.money import AmountFormField
from grants.actions.change import lines_of
from grants.forms.agreement import DayField
from grants.models import Agreement
from workflows import clock
from workflows.forms import PrivateFileField

NEW_LINES = 2


class CostsForm(forms.Form):
    """The positions with their new amounts, two places for new positions, and why."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why: whoever decides will read it.")},
    )

    def __init__(self, data: Any = None, *, agreement: Agreement) -> None:
        super().__init__(data)
        self.lines: dict[int, BudgetLine] = lines_of(agreement)
        for key, line in self.lines.items():
            self.fields[f"amount-{key}"] = self._amount(line.name, agreement, line.amount)
        for place in range(1, NEW_LINES + 1):
            self.fields[f"new-name-{place}"] = forms.CharField(
                label=_("New position"), max_length=300, required=False
            )
            self.fields[f"new-amount-{place}"] = self._amount(_("Amount"), agreement)

    def _amount(self, label: Any, agreement: Agreement, initial: Any = None) -> AmountFormField:
        field = AmountFormField(label=label, required=initial is not None, initial=initial)
        field.currency = agreement.currency  # type: ignore[attr-defined]  # read by the template
        return field

    def rows(self) -> Iterator[tuple[BudgetLine, Any]]:
        """Each position with the field of its new amount."""
        for key, line in self.lines.items():
            yield line, self[f"amount-{key}"]

    def new_rows(self) -> Iterator[tuple[Any, Any]]:
        """The fields of the places for new positions."""
        for place in range(1, NEW_LINES + 1):
            yield self[f"new-name-{place}"], self[f"new-amount-{place}"]

    def clean(self) -> dict[str, Any]:
        """Nothing below zero; a new position has a name and an amount, or neither."""
        cleaned = super().clean() or {}
        for key in self.lines:
            if (cleaned.get(f"amount-{key}") or 0) < 0:
                self.add_error(f"amount-{key}", _("Write an amount of zero or more."))
        for place in range(1, NEW_LINES + 1):
            name, amount = cleaned.get(f"new-name-{place}"), cleaned.get(f"new-amount-{place}")
            if amount is not None and amount <= 0:
                self.add_error(f"new-amount-{place}", _("Write an amount above zero."))
            elif name and amount is None:
                self.add_error(f"new-amount-{place}", _("Write how much it gets."))
            elif amount is not None and not name:
                self.add_error(f"new-name-{place}", _("Write what this position is."))
        return cleaned

    def amounts(self) -> dict[int, Decimal]:
        """The new amounts by the key of their position."""
        return {key: self.cleaned_data[f"amount-{key}"] for key in self.lines}

    def new(self) -> list[tuple[str, Decimal]]:
        """The new positions."""
        places = range(1, NEW_LINES + 1)
        pairs = [
            (self.cleaned_data[f"new-name-{one}"], self.cleaned_data[f"new-amount-{one}"])
            for one in places
        ]
        return [(name, amount) for name, amount in pairs if name]


class AnnexForm(CostsForm):
    """What an annex changes; what is left empty stays."""

    amount = AmountFormField(label=_("Grant from now on"), required=False)
    starts_on = DayField(label=_("Project starts"), required=False)
    ends_on = DayField(label=_("Project ends"), required=False)

    field_order = ["reason", "amount", "starts_on", "ends_on"]

    def clean_amount(self) -> Decimal | None:
        """A grant is above zero."""
        amount: Decimal | None = self.cleaned_data["amount"]
        if amount is not None and amount <= 0:
            raise forms.ValidationError(_("Write an amount above zero."))
        return amount


class SignAnnexForm(forms.Form):
    """When the last party signed the annex, and the file that shows every signature."""

    signed_on = DayField(label=_("Signed on"))
    scan = PrivateFileField(
        label=_("Scan of the signed annex, or the file with the signatures"),
        help_text=_("Not needed where each signature is recorded with its own file."),
        required=False,
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"signed_on": clock.today()})
