"""Lists as files: what the page shows, with the same filter and for the same eyes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from grants.actions.columns import chosen_columns
from grants.documents.lists import application_rows, ranking_rows
from grants.views.application import ApplicationListView
from grants.views.ranking import RankingView
from grants.views.receipt import download
from people.names import slug
from workflows.spreadsheets import CSV, XLSX, Table, comma_separated, workbook

Rows = Iterable[Sequence[Any]]


def as_file(rows: Rows, *, name: str, form: str) -> HttpResponse:
    """`rows` as CSV when `form` is csv, else as XLSX."""
    if form == "csv":
        return download(comma_separated(rows), f"{slug(name)}.csv", CSV)
    return download(workbook([Table(name, rows)]), f"{slug(name)}.xlsx", XLSX)


class ApplicationExportView(ApplicationListView):
    """The applications of the list, as the filter leaves them, all pages in one file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file."""
        user = request.user
        rows = application_rows(self.get_queryset(), user=user, columns=chosen_columns(user))
        return as_file(rows, name=_("Applications"), form=request.GET.get("as", ""))


class RankingExportView(RankingView, View):
    """The ranking of a call as a file, for those who see it."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The file."""
        call = self.ranked_call(code)
        name = _("Ranking %(code)s") % {"code": call.code}
        return as_file(ranking_rows(call), name=name, form=request.GET.get("as", ""))
