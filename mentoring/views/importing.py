"""A list of mentors or mentees brought in by page: sent, its difference seen, applied."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from mentoring.forms.importing import ListForm
from mentoring.importing import known_words, list_of, table_to_fill
from programmes.importing import Importer
from programmes.views.importing import ApplyView, Importing, UploadView
from workflows.spreadsheets import XLSX, Table, workbook

from .papers import private_file
from .selecting import OfSide


class ListImporting(OfSide, Importing):
    """For whoever runs the edition."""

    form_class = ListForm
    title = gettext_lazy("Bring in a list of people")
    not_yours = gettext_lazy("Those who run this edition bring its lists in.")
    template_name = "mentoring/import.html"

    def importer(self) -> Importer:
        """The importer of this side."""
        return list_of(self.object, self.side)

    def around(self) -> dict[str, Any]:
        address = [self.object.code, self.side]
        return {
            "back": self.list_of_side(),
            "back_label": _("Candidates"),
            "apply_url": reverse("mentoring:people-apply", args=address),
            "table_url": reverse("mentoring:people-table", args=address),
        }


class UploadList(ListImporting, UploadView):
    """Send a list and see what it would change."""


class ApplyList(ListImporting, ApplyView):
    """Apply what was shown and go on to the candidates."""

    def next_url(self, subject: Any) -> str:
        return self.list_of_side()


class ListTable(OfSide, View):
    """The table to fill in: whoever is here, and the words for each column on a second sheet."""

    def get(self, request: HttpRequest, code: str, side: str) -> HttpResponse:
        content = workbook(
            [
                Table(_("People"), table_to_fill(self.object, side)),
                Table(_("Words"), known_words(self.object)),
            ]
        )
        name = " ".join([_("People"), self.object.code, side])
        return private_file(content, name=name, ending="xlsx", kind=XLSX)
