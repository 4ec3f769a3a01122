"""The place where a file is chosen: a plain input, with what a script needs to make sending easier."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse


class PrivateFileInput(forms.ClearableFileInput):
    """A chooser whose photos are made smaller before they go, where the browser can."""

    template_name = "components/file_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With what the script needs to know, and with what arrived before a form with a mistake."""
        kept = value if isinstance(value, list) else []
        return super().get_context(name, None, attrs) | chooser() | {"kept": kept}


def chooser() -> dict[str, Any]:
    """What `components/file_input.html` needs beside the widget."""
    return {"photo_side": settings.TANDEM_PHOTO_SIDE, "uploads": reverse("workflows:uploads")}


class SeveralFilesInput(PrivateFileInput):
    """A chooser that takes several files at once."""

    allow_multiple_selected = True
