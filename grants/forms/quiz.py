"""“May we apply?”: a few questions made from a call's rules. Nothing of what is answered is kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.money import AmountFormField
from grants.models import Call
from grants.rules.eligibility import ELSEWHERE, Facts
from grants.rules.parties import ApplicantKind
from grants.rules.territory import areas_of

NOT_SAID = [("", _("I do not know yet"))]


class DayField(forms.DateField):
    """A day that may stay open."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"invalid": _("Write the date as day, month and year.")},
        )

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day is not None and not 1900 <= day.year <= 2100:
            raise forms.ValidationError(_("Write the date as day, month and year."))
        return day


class QuizForm(forms.Form):
    """Only what the rules of this call ask for; but for the kind of applicant everything may stay open."""

    def __init__(self, *args: Any, call: Call, **options: Any) -> None:
        super().__init__(*args, **options)
        self.call = call
        self.fields["kind"] = forms.ChoiceField(
            label=_("As whom would you apply?"),
            choices=ApplicantKind,
            widget=forms.RadioSelect,
            error_messages={"required": _("Say as whom you would apply.")},
        )
        self.fields |= {
            **self._of_organisations(),
            **self._of_groups(),
            **self._of_everybody(),
        }

    def _of_organisations(self) -> dict[str, forms.Field]:
        note = _("For organisations.")
        fields: dict[str, forms.Field] = {}
        if self.call.ngo_max_months:
            fields["registered_on"] = DayField(_("The organisation was registered on"), note)
        if self.call.ngo_max_revenue is not None:
            fields["revenue"] = AmountFormField(
                label=_("Its revenue last year"),
                help_text=note,
                required=False,
                min_value=Decimal(0),
            )
        return fields

    def _of_groups(self) -> dict[str, forms.Field]:
        if not self.call.takes_groups:
            return {}
        adults = forms.IntegerField(
            label=_("How many adults are in the group?"),
            help_text=_("For informal groups; count yourself too."),
            required=False,
            min_value=0,
            max_value=1000,
        )
        return {"adults": adults}

    def _of_everybody(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        if areas := areas_of(self.call):
            places = [(area.code, area.name) for area in areas]
            fields["place"] = forms.ChoiceField(
                label=_("Where is your seat, or where do you live?"),
                choices=[*NOT_SAID, *places, (ELSEWHERE, _("somewhere else"))],
                required=False,
            )
        if tracks := [(one.key, one.title) for one in self.call.tracks.all()]:
            fields["track"] = forms.ChoiceField(
                label=_("Track"), choices=[*NOT_SAID, *tracks], required=False
            )
        fields["asked"] = AmountFormField(
            label=_("How much would you ask for?"), required=False, min_value=Decimal(0)
        )
        fields["starts_on"] = DayField(_("The project starts"))
        fields["ends_on"] = DayField(_("The project ends"))
        return fields

    def facts(self, on: date) -> Facts:
        """What was answered, as of the day `on`; what stayed open is not known."""
        given = {key: value for key, value in self.cleaned_data.items() if value not in ("", None)}
        chosen = given.pop("track", None)
        track = next((one for one in self.call.tracks.all() if one.key == chosen), None)
        return Facts(on=on, track=track, **given)
