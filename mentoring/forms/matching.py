"""How staff propose a pair."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.models import Edition, Enrolment


class ProposalForm(forms.Form):
    mentee = forms.ModelChoiceField(
        Enrolment.objects.none(),
        widget=forms.HiddenInput,
        error_messages={
            "invalid_choice": _("This person has a mentor already, or is not accepted.")
        },
    )
    mentor = forms.ModelChoiceField(
        Enrolment.objects.none(),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a mentor."),
            "invalid_choice": _("This mentor cannot be chosen now."),
        },
    )
    note = forms.CharField(
        label=_("Why these two fit"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The mentor will read this."),
    )

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, rows in (
            ("mentee", edition.enrolments.without_mentor()),
            ("mentor", edition.enrolments.accepted_as("mentor")),
        ):
            field: Any = self.fields[name]
            field.queryset = rows
