"""The chair decides a call."""

from django import forms
from django.utils.translation import gettext_lazy as _


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
