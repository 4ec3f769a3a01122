"""The table of a call that was assessed on paper."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class PaperSheetsForm(forms.Form):
    """The workbook, and the digest of the one whose difference was shown."""

    file = forms.FileField(
        label=_("Table with the points (XLSX)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": _("Choose the table."),
            "empty": _("The file is empty."),
        },
    )
    confirmed = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean_file(self) -> Any:
        """Refuse what is too large for a list that people made."""
        file = self.cleaned_data["file"]
        if file.size > settings.TANDEM_FILE_LIMIT:
            raise ValidationError(_("This table is too large."))
        return file
