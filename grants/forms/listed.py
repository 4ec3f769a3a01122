"""The list of all parties of a blind call, to be ticked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PartiesForm(forms.Form):
    """Whom the assessor is tied to; `seen` carries what the page listed."""

    ticked = forms.MultipleChoiceField(
        label=_("I am tied to"),
        help_text=_(
            "By family, friendship, work, membership or a dispute, now or in the last years. Leave all empty when there is nobody."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("The list has changed since you opened it. Go through it again.")
        },
    )

    def __init__(self, *args: Any, parties: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["ticked"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- declared above
        field.choices = parties
