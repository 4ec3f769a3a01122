"""What staff do not accept, and the money that came back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.models import BudgetLine, ExpenseShare
from finance.money import AmountFormField
from grants.actions.settlement import Wanted, account_of_settlement
from grants.forms.agreement import DayField
from grants.models import Agreement
from grants.rules.interest import NoRate
from workflows import clock


class CutsForm(forms.Form):
    """For each document: how much of it is not accepted, why, and whether it was misused."""

    def __init__(self, data: Any = None, *, agreement: Agreement) -> None:
        super().__init__(data)
        shares = agreement.shares().filter(line__source=BudgetLine.Source.GRANT)
        self.shares = list(shares.select_related("document", "line", "cut"))
        for share in self.shares:
            cut = getattr(share, "cut", None)
            field = AmountFormField(
                label=_("Not accepted"), required=False, initial=cut.amount if cut else None
            )
            field.currency = agreement.currency  # type: ignore[attr-defined]  # read by the template
            self.fields[f"amount-{share.pk}"] = field
            self.fields[f"reason-{share.pk}"] = forms.CharField(
                label=_("Why"), max_length=500, required=False, initial=cut.reason if cut else ""
            )
            self.fields[f"misused-{share.pk}"] = forms.BooleanField(
                label=_("Spent against its purpose: interest runs from the transfer"),
                required=False,
                initial=cut.misused if cut else False,
            )

    def rows(self) -> Iterator[tuple[ExpenseShare, Any, Any, Any]]:
        """Each document with its three fields."""
        for share in self.shares:
            names = [f"{name}-{share.pk}" for name in ("amount", "reason", "misused")]
            amount, reason, misused = (self[name] for name in names)
            yield share, amount, reason, misused

    def clean(self) -> dict[str, Any]:
        """A cut lies within the document and says why."""
        cleaned = super().clean() or {}
        for share in self.shares:
            amount, reason = cleaned.get(f"amount-{share.pk}"), cleaned.get(f"reason-{share.pk}")
            if amount is not None and not 0 <= amount <= share.charged:
                self.add_error(
                    f"amount-{share.pk}",
                    _("A cut is above zero and within what the document charges."),
                )
            elif amount and not reason:
                self.add_error(f"reason-{share.pk}", _("Write why: the grantee will read it."))
        return cleaned

    def wanted(self) -> dict[int, Wanted]:
        """The cuts by the key of the share."""
        return {
            share.pk: Wanted(
                self.cleaned_data[f"amount-{share.pk}"],
                self.cleaned_data[f"reason-{share.pk}"],
                self.cleaned_data[f"misused-{share.pk}"],
            )
            for share in self.shares
            if self.cleaned_data.get(f"amount-{share.pk}")
        }


class RefundForm(forms.Form):
    """When the money came back, and how much."""

    refunded_on = DayField(label=_("The money came back on"))
    amount = AmountFormField(
        label=_("How much came back"),
        help_text=_("With interest, if it was due on that day."),
        error_messages={"required": _("Write how much came back.")},
    )

    def __init__(self, data: Any = None, files: Any = None, *, object: Agreement) -> None:  # noqa: A002 -- the engine's name
        today = clock.today()
        try:
            due = account_of_settlement(object, on=today).due
        except NoRate:
            due = None
        super().__init__(data, files, initial={"refunded_on": today, "amount": due})
        self.fields["amount"].currency = object.currency  # type: ignore[attr-defined]  # read by the template
