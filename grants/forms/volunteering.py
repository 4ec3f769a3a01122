"""Entering what a volunteer worked on one day."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.forms.agreement import DayField
from grants.models import Agreement, WorkRate
from grants.rules.volunteering import against_day
from workflows import clock


class WorkForm(forms.Form):
    """Who worked, when, at what."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=120)
    day = DayField(label=_("Day"))
    begins = forms.TimeField(
        label=_("From what hour"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Give the hour, for example 10:00."),
            "invalid": _("Give the hour, for example 10:00."),
        },
    )
    hours = forms.DecimalField(
        label=_("How many hours"),
        help_text=_("Half an hour is 0.5."),
        min_value=Decimal("0.25"),
        max_value=Decimal(24),
        max_digits=4,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    kind: Any = forms.ModelChoiceField(
        label=_("Kind of work"),
        queryset=WorkRate.objects.none(),
        empty_label=_("Choose"),
    )
    task = forms.CharField(label=_("What they did"), max_length=300)

    def __init__(self, data: Any = None, *, agreement: Agreement) -> None:
        super().__init__(data)
        self.agreement = agreement
        kinds: Any = self.fields["kind"]
        kinds.queryset = agreement.call.work_rates.all()

    def clean_day(self) -> Any:
        """A day of the project that has come."""
        day = self.cleaned_data["day"]
        if sentence := against_day(self.agreement, day, clock.today()):
            raise forms.ValidationError(sentence)
        return day
