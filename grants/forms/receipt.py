"""Comparing a file with a receipt."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class CompareForm(forms.Form):
    """The file that somebody has; any kind, since only its bytes count."""

    file = forms.FileField(
        label=_("The file you have"),
        help_text=_("We compare it here and do not keep it."),
        error_messages={
            "required": _("Choose the file to compare."),
            "empty": _("The file is empty."),
        },
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to have come from here."""
        file = self.cleaned_data["file"]
        if file.size > settings.TANDEM_FILE_LIMIT:
            raise ValidationError(_("This file is too large to have come from Tandem."))
        return file
