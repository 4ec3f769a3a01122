"""Answers that are kept as records: attached files and consents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from questionnaires.blocks import ConsentBlock, Files
from questionnaires.widgets import ConsentInput, FilesWidget
from workflows.filetypes import TYPES

RECORD = ("key", "name", "size", "sha256")


class FilesField(forms.Field):
    """Files attached before; each is a record with key, name, size in bytes and SHA-256."""

    def __init__(self, *, block: Files, **options: Any) -> None:
        endings = block.endings or tuple(TYPES)
        accept = ",".join(f".{ending}" for ending in endings)
        super().__init__(**options, widget=FilesWidget(block, accept))
        self.block = block

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """The records."""
        records = [{name: one.get(name) for name in RECORD} for one in value or []]
        self.validate(records)
        if len(records) > self.block.maximum:
            raise ValidationError(
                ngettext(
                    "At most %(count)d file fits here; take some away.",
                    "At most %(count)d files fit here; take some away.",
                    self.block.maximum,
                )
                % {"count": self.block.maximum}
            )
        return records


class ConsentField(forms.Field):
    """A consent to the words of one version; a tick under other words is none."""

    def __init__(self, *, block: ConsentBlock, **options: Any) -> None:
        super().__init__(**options, widget=ConsentInput(block))
        self.block = block

    def clean(self, value: Any) -> dict[str, Any] | None:
        """What was agreed to; None when nothing was."""
        agreed = str(value or "") == str(self.block.version)
        self.validate(agreed or None)
        return {"agreed": True, "version": self.block.version} if agreed else None
