"""A submitted report as files: PDF to read, XLSX to reckon with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from django.utils import translation

from people.names import slug

from . import pdf, xlsx

if TYPE_CHECKING:
    from reporting.figures import Figures
    from reporting.models import Report

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def of_report(report: Report, versions: Mapping[str, Figures]) -> Iterator[tuple[str, str, bytes]]:
    """Name, content type and bytes of each document of `report`, whose frozen figures are given by language."""
    for language, figures in versions.items():
        name = f"{slug(report.programme.code)}-{report.number}-{language}"
        with translation.override(language):
            yield f"{name}.pdf", PDF, pdf.render(report, figures)
            yield f"{name}.xlsx", XLSX, xlsx.render(report, figures)
