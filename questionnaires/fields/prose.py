"""Texts: one length for the browser's count and for the server's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questionnaires.blocks import Lines


def one_newline(text: str) -> str:
    """The text with one character at each end of a line; browsers send two, and would count differently."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class ProseField(forms.CharField):
    """A text whose length is counted in characters as a person counts them: an end of line is one, so is an emoji.

    Spaces at the ends count, as they do in the browser's count, and are then left out of the answer.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, strip=False)

    def to_python(self, value: Any) -> str:
        """The text with uniform line ends."""
        return one_newline(super().to_python(value) or "")

    def clean(self, value: Any) -> Any:
        """The text without spaces at its ends; its length is that of what was typed."""
        text = self.to_python(value)
        self.validate(text.strip())
        self.run_validators(text)
        return text.strip()

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A limit to count against; `maxlength` would cut what is pasted without a word."""
        return {"data-limit": self.max_length} if self.max_length else {}


class LinesField(ProseField):
    """Short texts, one in each line."""

    widget = forms.Textarea

    def __init__(self, *, block: Lines, **options: Any) -> None:
        super().__init__(**options)
        self.block = block

    def clean(self, value: Any) -> list[str]:
        """The lines that are not empty."""
        lines = [
            " ".join(line.split()) for line in super().clean(value).split("\n") if line.strip()
        ]
        if lines and len(lines) < self.block.minimum:
            raise ValidationError(_lines_are_few(len(lines), self.block.minimum))
        if len(lines) > self.block.maximum:
            raise ValidationError(
                ngettext(
                    "At most %(count)d line fits here.",
                    "At most %(count)d lines fit here.",
                    self.block.maximum,
                )
                % {"count": self.block.maximum}
            )
        if long := [line for line in lines if len(line) > self.block.max_length]:
            raise ValidationError(_("This line is too long: “%(line)s…”") % {"line": long[0][:40]})
        return lines


def _lines_are_few(given: int, needed: int) -> str:
    return ngettext(
        "There is %(given)d, and at least %(needed)d are needed; each in a line of its own.",
        "There are %(given)d, and at least %(needed)d are needed; each in a line of its own.",
        given,
    ) % {"given": given, "needed": needed}
