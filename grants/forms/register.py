"""A document that proves spending, and what staff say about it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.models import BudgetLine
from finance.money import AmountFormField
from grants.forms.agreement import DayField
from grants.models import Agreement, RegisterEntry
from grants.rules.register import Paid, against_days, position_of
from people.numbers import digits, validate_nip
from programmes.forms.listing import ListFilter, in_state
from workflows import clock
from workflows.forms import PrivateFileField

SOURCES = ("amount", "own", "other")
PAID = ("grant", "own", "other")
AMOUNTS = ("gross", "net", *SOURCES)


class DocumentForm(forms.Form):
    """An invoice or receipt, what it was for, and how much of it each source pays."""

    number = forms.CharField(label=_("Number of the document"), max_length=100)
    issued_on = DayField(label=_("Issued on"))
    paid_on = DayField(label=_("Paid on"))
    seller_name = forms.CharField(label=_("Seller"), max_length=300)
    seller_nip = forms.CharField(
        label=_("Seller's NIP"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    purpose = forms.CharField(label=_("What for"), max_length=500)
    gross = AmountFormField(label=_("Whole document, gross"))
    net = AmountFormField(label=_("Whole document, net"), required=False)
    line: Any = forms.ModelChoiceField(
        label=_("Position of the costs"),
        queryset=BudgetLine.objects.none(),
        empty_label=_("Choose"),
    )
    amount = AmountFormField(label=_("Paid from the grant"), required=False)
    own = AmountFormField(label=_("Paid from your own money"), required=False)
    other = AmountFormField(
        label=_("Paid from other money"),
        help_text=_("A sponsor, the city, another funder. Empty if there was none."),
        required=False,
    )
    file = PrivateFileField(
        label=_("Photo or scan"),
        help_text=_("A photo taken with the phone is enough if everything can be read."),
        required=False,
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, agreement: Agreement, initial: Any = None
    ) -> None:
        super().__init__(data, files, initial=initial)
        self.agreement = agreement
        offered = {}
        for line in agreement.lines().filter(source__in=("grant", "own")):
            place = position_of(line.code, line.source)
            if place not in offered or line.source == BudgetLine.Source.GRANT:
                offered[place] = line.pk
        lines: Any = self.fields["line"]
        lines.queryset = BudgetLine.objects.filter(pk__in=offered.values())
        lines.label_from_instance = lambda line: line.name
        for name in AMOUNTS:
            self.fields[name].currency = agreement.currency  # type: ignore[attr-defined]  # read by the template

    def clean_seller_nip(self) -> str:
        """Digits of a valid NIP, or nothing."""
        nip = digits(self.cleaned_data["seller_nip"])
        if nip:
            validate_nip(nip)
        return nip

    def clean(self) -> dict[str, Any]:
        """Days that have come and that the agreement covers; parts that are within the document."""
        cleaned = super().clean() or {}
        for name in ("issued_on", "paid_on"):
            if cleaned.get(name) and cleaned[name] > clock.today():
                self.add_error(name, _("This day lies in the future."))
        if cleaned.get("issued_on"):
            days = against_days(self.agreement, cleaned["issued_on"], cleaned.get("paid_on"))
            for name, sentence in days.items():
                if name not in self.errors:
                    self.add_error(name, sentence)
        self._check_amounts(cleaned)
        return cleaned

    def _check_amounts(self, cleaned: dict[str, Any]) -> None:
        gross, net = cleaned.get("gross"), cleaned.get("net")
        if gross is not None and gross <= 0:
            self.add_error("gross", _("Write an amount above zero."))
        if gross is not None and net is not None and not 0 < net <= gross:
            self.add_error("net", _("The net amount is above zero and within the gross amount."))
        parts = {name: cleaned.get(name) or Decimal(0) for name in SOURCES}
        for name, part in parts.items():
            if part < 0:
                self.add_error(name, _("Write an amount above zero."))
        if set(SOURCES) & set(self.errors):
            return
        if not sum(parts.values()):
            self.add_error("amount", _("Write how much the grant, you or somebody else paid."))
        elif gross is not None and sum(parts.values()) > gross:
            largest = max(parts, key=lambda name: parts[name])
            self.add_error(largest, _("The part is larger than the whole document."))

    def paid(self) -> Paid:
        """How much each source pays."""
        return Paid(*(self.cleaned_data[name] or Decimal(0) for name in SOURCES))

    def document(self) -> dict[str, Any]:
        """The fields of the document itself."""
        typed = self.cleaned_data
        names = ("number", "issued_on", "paid_on", "seller_name", "seller_nip", "purpose", "gross")
        vat = None if typed["net"] is None else typed["gross"] - typed["net"]
        return {name: typed[name] for name in names} | {"net": typed["net"], "vat": vat}

    @staticmethod
    def typed_of(entry: RegisterEntry) -> dict[str, Any]:
        """What stands in the form when `entry` is corrected."""
        document, shares = entry.document, list(entry.shares())
        if document is None or not shares:
            return {}
        names = ("number", "issued_on", "paid_on", "seller_name", "seller_nip", "purpose")
        sums: dict[str, Decimal] = {}
        for share in shares:
            sums[share.line.source] = sums.get(share.line.source, Decimal(0)) + share.amount
        parts = {name: sums.get(source) for name, source in zip(SOURCES, PAID, strict=True)}
        first = min(shares, key=lambda share: share.line.source != BudgetLine.Source.GRANT)
        known = {name: getattr(document, name) for name in (*names, "gross", "net")}
        return known | parts | {"line": first.line_id}


class QuestionForm(forms.Form):
    """What staff want to know about a document."""

    question = forms.CharField(
        label=_("What do you want to know?"),
        help_text=_("The grantee reads exactly these words."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what you want to know.")},
    )


class AnswerForm(forms.Form):
    """What the grantee answers."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write your answer.")},
    )


class CutForm(forms.Form):
    """How much of a document is not accepted, and why."""

    amount = AmountFormField(label=_("Not accepted"))
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The grantee reads exactly these words."),
        max_length=500,
        error_messages={"required": _("Write why: the grantee will read it.")},
    )
    misused = forms.BooleanField(
        label=_("Spent against its purpose: interest runs from the transfer"), required=False
    )

    def __init__(self, data: Any = None, files: Any = None, *, object: RegisterEntry) -> None:  # noqa: A002 -- the engine's name
        super().__init__(data, files, initial={"amount": object.from_grant() - object.cut_so_far()})
        self.fields["amount"].currency = object.agreement.currency  # type: ignore[attr-defined]  # read by the template


class RegisterFilter(ListFilter):
    """Show documents in a state."""

    state = in_state(RegisterEntry.States.choices)

    class Meta:
        model = RegisterEntry
        fields = ["state"]
