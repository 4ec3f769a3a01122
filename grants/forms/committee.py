"""A change by the committee, and what the ranking would be with another pool."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from finance.money import AmountFormField, UnreadableAmount, read_amount
from grants.actions.committee import Votes
from grants.models import CommitteeChange, Track

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
    """What the ranking would be with another pool; in a call with tracks each has its own."""

    def __init__(self, data: Any = None, *, tracks: Iterable[Track | None]) -> None:
        super().__init__(data)
        self.names = {name_of(track): track for track in tracks}
        for name, track in self.names.items():
            label = (
                gettext("If the pool of “%(track)s” were") % {"track": track}
                if track
                else _("If the pool were")
            )
            self.fields[name] = AmountFormField(label=label, required=False, min_value=Decimal(0))

    def pools(self) -> dict[str, Decimal]:
        """The supposed pools of a valid form by the field's name; a field left empty supposes nothing."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


def name_of(track: Track | None) -> str:
    """The field of one track, of the whole pool where there are none."""
    return f"pool_{track.key}" if track else "pool"
