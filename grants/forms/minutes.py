"""Minutes are completed in words, confirmed, or recorded as signed on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.models import Minutes
from workflows.forms import PrivateFileField


class CourseForm(forms.Form):
    """What the records do not hold, in the keepers' own words."""

    course = forms.CharField(
        label=_("Course of the meeting"),
        help_text=_(
            "What the records do not hold: what was discussed, dissenting opinions. Do not name assessors."
        ),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )


class ConfirmForm(forms.Form):
    """Confirms the text that was on the page, no other."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, files: Any = None, *, object: Minutes) -> None:  # noqa: A002 -- MoveView's name
        super().__init__(data, files, initial={"digest": object.digest})


class ScanForm(forms.Form):
    """The paper that everybody signed."""

    upload = PrivateFileField(
        label=_("Scan with the signatures"),
        help_text=_("All pages, with the signature of everybody who was there."),
    )
