"""The chair decides a call."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MoveUpForm(forms.Form):
    """Why the next application on the reserve list gets a grant."""

    track = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why a grant became free"),
        help_text=_("Stands in the history of the call. The applicant does not read it."),
        max_length=400,
        error_messages={"required": _("Write why a grant became free: it stands in the history.")},
    )


class DecideForm(forms.Form):
    """A note of the committee; `ranking` is the digest of the ranking that was shown."""

    note = forms.CharField(
        label=_("Note of the committee"),
        help_text=_("Stands beside the decision; applicants do not get it."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    ranking = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
