"""A rate of interest as it is typed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.models import InterestRate


class RateForm(forms.Form):
    """From when, how much, and where it was announced."""

    since = forms.DateField(
        label=_("Holds from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Give the day."),
            "invalid": _("Give a day, for example 2026-12-03."),
        },
    )
    percent = forms.DecimalField(
        label=_("Percent a year"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=InterestRate._meta.get_field("source").max_length,
        help_text=_("For example the announcement in Monitor Polski."),
        error_messages={"required": _("Write where the rate comes from.")},
    )
