"""The words of a letter, criterion by criterion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.actions.justifying import Passage


class LetterForm(forms.Form):
    """A field for each passage; left empty, the letter says what the assessors wrote."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, passages: Iterable[Passage], seen: int) -> None:
        super().__init__(data, initial={"seen": seen})
        self.passages = list(passages)
        for one in self.passages:
            self.fields[f"text-{one.criterion.pk}"] = forms.CharField(
                label=one.criterion.title,
                help_text=_("Left empty, the letter says what the assessors wrote."),
                max_length=8000,
                required=False,
                initial=one.text,
                widget=forms.Textarea(attrs={"rows": 5}),
            )

    def rows(self) -> Iterator[tuple[Passage, Any]]:
        """Each passage with its bound field."""
        for one in self.passages:
            yield one, self[f"text-{one.criterion.pk}"]

    def typed(self) -> dict[int, str]:
        """What was typed, by the key of the criterion."""
        return {
            one.criterion.pk: self.cleaned_data[f"text-{one.criterion.pk}"] for one in self.passages
        }


class SendForm(forms.Form):
    """What staff say when they send the letters of a call."""

    wordless = forms.BooleanField(
        label=_("Send those without a justification like this, with points only"), required=False
    )
