"""Handing over: to whom, from when until when, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.actions.handing_over import candidates
from people.models import HandOver, User
from workflows import clock

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class HandOverForm(forms.ModelForm[HandOver]):
    """Only the team that runs what waits is offered; `sure` is asked where something would stay."""

    sure = forms.BooleanField(
        label=_("Hand over the rest."), required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = HandOver
        fields = ["recipient", "since", "until", "reason"]
        widgets = {"since": DAY, "until": DAY}
        help_texts = {
            "until": _("The last day; it ends by itself. Empty: for good."),
            "reason": _("Both read it in their letter."),
        }
        error_messages = {
            "recipient": {"required": _("Choose who stands in.")},
            "since": {"required": _("Give the first day.")},
            "reason": {"required": _("Say why in a few words.")},
        }

    def __init__(self, *args: Any, giver: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["since"].initial = clock.today()
        self.fields["recipient"].queryset = candidates(giver)  # type: ignore[attr-defined]

    @property
    def offers_nobody(self) -> bool:
        """Whether there is nobody to choose."""
        return not self.fields["recipient"].queryset.exists()  # type: ignore[attr-defined]

    def ask_whether_sure(self) -> None:
        """Show the tick box: the next sending may answer it."""
        self.fields["sure"].widget = forms.CheckboxInput()
