"""The list that staff bring in: an XLSX or CSV file, read into one text."""

from __future__ import annotations

import csv
from io import StringIO

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from programmes.forms import UploadForm
from programmes.importing.tree import LARGEST
from workflows.forms import SaysWhoReads
from workflows.spreadsheets import UnreadableTable, read_table

ZIP = b"PK\x03\x04"  # how every XLSX begins


class ListForm(SaysWhoReads, UploadForm):
    """A table of people."""

    readers = {"file": _("Only the team of the edition reads the list.")}

    file = forms.FileField(
        label=_("List of people (XLSX or CSV)"),
        help_text=_("The first row names the columns. Nothing changes yet."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose the list."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> str:
        """The table as text with semicolons, whichever of the two it came as."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is larger than %s.") % filesizeformat(LARGEST))
        content = file.read()
        if not content.startswith(ZIP):
            return as_semicolons(_decoded(content))
        try:
            rows = read_table(content)
        except UnreadableTable as reason:
            raise forms.ValidationError(str(reason)) from reason
        out = StringIO()
        csv.writer(out, delimiter=";").writerows(
            ["" if cell is None else str(cell) for cell in row] for row in rows
        )
        return out.getvalue()


def _decoded(content: bytes) -> str:
    """The text of a CSV file: UTF-8, else the encoding in which a Polish Excel saves."""
    for encoding in ("utf-8-sig", "cp1250"):
        try:
            return content.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    raise forms.ValidationError(_("This is neither an XLSX nor a CSV file."))


def as_semicolons(text: str) -> str:
    """The CSV `text` with semicolons, whichever of the usual separators its first row has most of."""
    head = text.partition("\n")[0]
    separator = max(";,\t", key=head.count)
    out = StringIO()
    try:
        csv.writer(out, delimiter=";").writerows(csv.reader(StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise forms.ValidationError(_("This is neither an XLSX nor a CSV file.")) from error
    return out.getvalue()
