"""Travel costs as they are typed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities import rules
from activities.actions import CostLine
from activities.models import Leg, StudyVisit, TravelClaim, TravelCost, TravelRate
from finance.forms.banking import AccountNumberField
from finance.money import AmountFormField
from workflows import clock
from workflows.forms import SaysWhoReads

AROUND = timedelta(days=7)  # a journey begins and ends within a week of the visit
MOST_COSTS = 30
EMPTY_ROWS = 2


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class CostForm(SaysWhoReads, forms.Form):
    """One cost: a ticket or care with its amount, a way by vehicle with its kilometres."""

    readers = {"what": _("You and those who check and pay the costs read this.")}

    kind = forms.ChoiceField(
        label=_("What for"), choices=[("", "–"), *TravelCost.Kind.choices], required=False
    )
    day = forms.DateField(
        label=_("Day"),
        widget=DayInput,
        required=False,
        error_messages={"invalid": _("Give a day, for example 2026-12-03.")},
    )
    what = forms.CharField(
        label=_("From where to where, or what"),
        max_length=200,
        required=False,
        help_text=_("For example: train Gdańsk–Lublin and back."),
    )
    leg = forms.ChoiceField(label=_("Which way"), choices=[("", "–"), *Leg.choices], required=False)
    amount = AmountFormField(label=_("Amount on the ticket or bill"), required=False)
    vehicle = forms.ChoiceField(
        label=_("By own vehicle: which"),
        choices=[("", "–"), *TravelRate.Vehicle.choices],
        required=False,
    )
    km = forms.DecimalField(
        label=_("Kilometres of this way"),
        help_text=_("With “there and back”, both ways together."),
        required=False,
        min_value=Decimal("0.1"),
        max_digits=6,
        decimal_places=1,
        localize=True,
        error_messages={"invalid": _("Write kilometres, for example 214.5.")},
    )

    def __init__(self, *args: Any, visit: StudyVisit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.visit = visit

    def clean_day(self) -> date | None:
        """A day of the journey, not one to come."""
        day: date | None = self.cleaned_data["day"]
        if day is None:
            return None
        if not self.visit.days[0] - AROUND <= day <= self.visit.days[-1] + AROUND:
            raise forms.ValidationError(_("Give a day within a week of the visit."))
        if day > clock.today():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """A row is empty, or says everything that its kind needs."""
        given = super().clean() or {}
        if not self.has_changed():
            return given
        needed = {
            "kind": _("Choose what the cost is for."),
            "day": _("Give the day."),
            "what": _("Write from where to where, or what it was."),
        }
        if given.get("kind") in (TravelCost.Kind.TICKET, TravelCost.Kind.VEHICLE):
            needed["leg"] = _("Say which way it was.")
        if given.get("kind") == TravelCost.Kind.VEHICLE:
            needed |= {"vehicle": _("Choose the vehicle."), "km": _("Write the kilometres.")}
        elif given.get("kind"):
            needed |= {"amount": _("Write the amount on the ticket or bill.")}
        for name, sentence in needed.items():
            if not given.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if (given.get("amount") or 0) < 0:
            self.add_error("amount", _("Write an amount above zero."))
        return given

    def line(self) -> CostLine:
        """The valid row."""
        typed = self.cleaned_data
        return CostLine(**{name: typed[name] for name in CostLine.__dataclass_fields__})


CostFormSet = forms.formset_factory(
    CostForm, extra=EMPTY_ROWS, can_delete=True, max_num=MOST_COSTS, validate_max=True
)


class ClaimForm(SaysWhoReads, forms.Form):
    """Where the money goes; the costs are a table of their own."""

    readers = {"account": rules.READ_BY_WHO_PAYS}

    account = AccountNumberField(
        label=_("Your account number"),
        help_text=_("26 digits."),
        error_messages={"required": _("Write the number of your account.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ClaimSheet:
    """The form and the table of one claim, shown, checked and read together."""

    def __init__(self, *, visit: StudyVisit, claim: TravelClaim | None, data: Any = None) -> None:
        about = {"account": claim.account, "version": claim.version} if claim else {}
        rows = [
            {name: getattr(cost, name) for name in CostLine.__dataclass_fields__}
            for cost in (claim.costs.all() if claim else ())
        ]
        self.form = ClaimForm(data, initial=about)
        self.costs = CostFormSet(data, prefix="costs", initial=rows, form_kwargs={"visit": visit})

    def is_valid(self) -> bool:
        """Whether everything typed can be kept; both are asked, so that all mistakes are named."""
        return all([self.form.is_valid(), self.costs.is_valid()])

    def lines(self) -> list[CostLine]:
        """The valid costs that are not to be taken away."""
        kept = (row for row in self.costs.forms if row not in self.costs.deleted_forms)
        return [row.line() for row in kept if row.cleaned_data.get("kind")]


class TravelRateForm(SaysWhoReads, forms.Form):
    """A rate for a kilometre."""

    readers = {"source": _("Those who keep the programme's money read this.")}

    vehicle = forms.ChoiceField(label=_("Vehicle"), choices=TravelRate.Vehicle.choices)
    since = forms.DateField(
        label=_("Holds from"),
        widget=DayInput,
        error_messages={
            "required": _("Give the day."),
            "invalid": _("Give a day, for example 2026-12-03."),
        },
    )
    per_km = forms.DecimalField(
        label=_("PLN for a kilometre"),
        min_value=Decimal("0.0001"),
        max_digits=6,
        decimal_places=4,
        localize=True,
        error_messages={"invalid": _("Write the rate, for example 1.15.")},
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        help_text=_("For example the regulation and its day."),
        error_messages={"required": _("Write where the rate comes from.")},
    )
