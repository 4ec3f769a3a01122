"""A change by the committee, and what the ranking would be with another pool."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.money import AmountFormField, UnreadableAmount, read_amount
from grants.actions.committee import Votes
from grants.models import CommitteeChange

VOTERS = 99  # more people than any committee has


def votes_field(label: Any) -> forms.IntegerField:
    """A number of votes."""
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=VOTERS,
        error_messages={
            "required": _("Give the number of votes, 0 when there were none."),
            "invalid": _("Give the number of votes as a whole number."),
        },
    )


class ChangeForm(forms.Form):
    """What, to what, why, and how the committee voted; `ranking` is the digest of what was shown."""

    kind = forms.ChoiceField(
        label=_("What does the committee change?"),
        choices=CommitteeChange.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the committee changes.")},
    )
    value = forms.CharField(
        label=_("To"),
        help_text=_(
            "Points by halves, a place, or an amount. Leave it empty to take a change back."
        ),
        required=False,
        max_length=20,
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Stands in the minutes."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why: the reason stands in the minutes.")},
    )
    votes_for = votes_field(_("For"))
    votes_against = votes_field(_("Against"))
    votes_abstained = votes_field(_("Abstained"))
    ranking = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean_value(self) -> Decimal | None:
        """The value as a number; None when it is left empty."""
        text = self.cleaned_data["value"].strip()
        if not text:
            return None
        try:
            return read_amount(text)
        except UnreadableAmount as error:
            raise forms.ValidationError(_("Write a number, for example 27.5 or 4500.")) from error

    def votes(self) -> Votes:
        """The valid votes."""
        given = self.cleaned_data
        return Votes(given["votes_for"], given["votes_against"], given["votes_abstained"])


class ScenarioForm(forms.Form):
    """What the ranking would be with another pool."""

    pool = AmountFormField(label=_("If the pool were"), required=False, min_value=Decimal(0))
