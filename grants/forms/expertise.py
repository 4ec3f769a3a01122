"""Which topics an assessor knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class TopicsForm(forms.Form):
    """The topics of a call to tick; `seen` is the declaration that the page showed, 0 for none."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=2**53,
        error_messages={"required": _("This page is incomplete. Open it again.")},
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics known"),
        help_text=_("Tick what somebody has worked with and can judge. Nothing ticked: any topic."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("The list has changed since you opened it. Go through it again.")
        },
    )

    def __init__(self, *args: Any, labels: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["topics"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- declared above
        field.choices = list(labels.items())
