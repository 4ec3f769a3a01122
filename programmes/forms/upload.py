"""A programme file brought in by page: sent, its difference seen, applied."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from programmes.importing.tree import LARGEST


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("Programme file"),
        help_text=_(
            "A YAML file; its format is described in docs/programme-file.md. Nothing changes yet."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def clean_file(self) -> str:
        """The text in the file, which is UTF-8 and not too long."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is larger than %s.") % filesizeformat(LARGEST))
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("This is no text file in UTF-8.")) from error


class ApplyForm(forms.Form):
    """The file's text and the fingerprint of the difference that was shown."""

    content = forms.CharField(max_length=LARGEST, strip=False, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
