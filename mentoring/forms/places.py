"""How many mentees a mentor takes, and how a mentor leaves an edition."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.models import Enrolment
from workflows.forms import SaysWhoReads, Versioned


class PlacesForm(Versioned):
    class Meta:
        model = Enrolment
        fields = ["capacity"]


class LeaveForm(SaysWhoReads, forms.Form):
    """The words with which all pairs of the mentor end."""

    readers = {"reason": _("They stand in the letters and on the pages of the pairs.")}

    reason = forms.CharField(
        label=_("Words that the mentor and every mentee will read"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a few words to all of them.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
