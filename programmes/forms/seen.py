"""Forms over rows without a version: they carry what the person saw, so that two editors notice each other."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

FASTER = "faster"


class SeenForm(forms.Form):
    """`seen` is the fingerprint of what the form was drawn with; a row that says something else by now is an error."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def note_what_is_seen(self) -> None:
        """Call at the end of __init__, when every field knows what stands in it."""
        said = [
            f"{name}={_said(self.get_initial_for_field(field, name))}"
            for name, field in self.fields.items()
            if name != "seen"
        ]
        self.initial["seen"] = hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:16]

    def clean(self) -> dict[str, Any]:
        """Refuse to write over what somebody else wrote meanwhile; sent again, it is meant."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("seen") != self.initial["seen"]:
            sentence = _(
                "Somebody changed this while you were writing. Below is what you wrote; save again to keep it."
            )
            self.add_error(None, forms.ValidationError(sentence, code=FASTER))
        return values

    @property
    def came_too_late(self) -> bool:
        """Whether somebody was faster."""
        return self.has_error("__all__", FASTER)

    def see_afresh(self) -> None:
        """Let the next sending count as having seen what stands there now."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen")] = self.initial["seen"]
        self.data = data


def _said(value: Any) -> str:
    """A value as text; chosen rows by their keys, in whatever order they came."""
    if isinstance(value, list):
        return ",".join(sorted(str(getattr(each, "pk", each)) for each in value))
    return "" if value is None else str(value)
