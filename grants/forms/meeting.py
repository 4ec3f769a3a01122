"""A meeting is called; what happens at it is written down."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.actions.committee import Votes
from grants.forms.committee import votes_field
from workflows import clock
from workflows.forms import InstantField


class CallMeetingForm(forms.Form):
    """When and where the committee meets."""

    starts_at = InstantField(
        label=_("Begins"),
        help_text=_("Warsaw time."),
        error_messages={"required": _("Say when the meeting begins.")},
    )
    place = forms.CharField(
        label=_("Where"),
        help_text=_("A room, or the address of a call."),
        max_length=200,
        error_messages={"required": _("Say where the committee meets.")},
    )

    def clean_starts_at(self) -> object:
        """A meeting is called for a day that is not over."""
        starts = self.cleaned_data["starts_at"]
        if starts.date() < clock.today():
            raise forms.ValidationError(_("Choose a time that is still to come."))
        return starts


class VotesForm(forms.Form):
    """How those present voted on the item that is open."""

    votes_for = votes_field(_("For"))
    votes_against = votes_field(_("Against"))
    votes_abstained = votes_field(_("Abstained"))

    def votes(self) -> Votes:
        """The valid votes."""
        given = self.cleaned_data
        return Votes(given["votes_for"], given["votes_against"], given["votes_abstained"])
