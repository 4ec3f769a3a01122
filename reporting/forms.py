"""The form in which a report is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.models import Report


class ReportForm(forms.ModelForm[Report]):
    """Its period and its story; the figures come from the facts."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Report
        fields = ["since", "until", "story"]
        widgets = {
            "since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "story": forms.Textarea(attrs={"rows": 14}),
        }
        help_texts = {
            "story": _(
                "What happened, what it changed, what did not go as planned. Figures are added for you."
            ),
            "until": _("The last day that counts."),
        }
        error_messages = {
            "since": {"required": _("Say from which day the report tells.")},
            "until": {"required": _("Say up to which day the report tells.")},
        }

    def clean(self) -> dict[str, Any]:
        """A period does not end before it starts."""
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The period ends before it starts."))
        return given
