"""What is done with reports: begun, written, submitted with its documents, corrected."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from programmes.models import Programme
from reporting import documents, figures
from reporting.models import Report
from workflows.actions import attach_file
from workflows.errors import GuardsFailed
from workflows.moves import SYSTEM

DOCUMENT = "report"


@transaction.atomic
def begin_report(
    *,
    programme: Programme,
    since: date,
    until: date,
    by: Any,
    story: str = "",
    corrects: Any = None,
) -> Report:
    """Begin a report of `programme` from `since` to `until`, both included; it gets the next number."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    earlier = Report.objects.filter(programme=programme)
    last = earlier.aggregate(last=Max("number"))["last"] or 0
    return Report.objects.begin(
        by=by,
        programme=programme,
        number=last + 1,
        since=since,
        until=until,
        story=story,
        corrects=corrects,
    )


def write_report(*, report: Report, since: date, until: date, story: str, seen: int) -> None:
    """Keep what was written of a draft. Raises GuardsFailed for any other, SomeoneWasFaster."""
    if report.state != Report.States.DRAFT:
        raise GuardsFailed([gettext("This report was submitted; it stays as it is.")])
    report.since, report.until, report.story = since, until, story
    report.save_draft(seen=seen, fields=["since", "until", "story"])


@transaction.atomic
def submit_report(*, report: Report, by: Any, seen: int, at: datetime) -> None:
    """Freeze the figures, submit, and keep the report as PDF and XLSX.

    Raises MoveRefused with the sentences of whatever stands against it.
    """
    versions = figures.in_every_language(report.programme, report.since, report.until)
    text = figures.write(versions)
    report.submit(by=by, seen=seen, at=at, snapshot=text, digest=figures.digest_of(text))
    for name, content_type, content in documents.of_report(report, versions):
        upload = SimpleUploadedFile(name, content, content_type)
        attach_file(obj=report, upload=upload, by=None, purpose=DOCUMENT)


@transaction.atomic
def correct_report(*, report: Report, by: Any, seen: int) -> Report:
    """Begin the correction of a returned report: the same period and story, to be changed."""
    report.replace(by=SYSTEM, seen=seen)
    return begin_report(
        programme=report.programme,
        since=report.since,
        until=report.until,
        story=report.story,
        corrects=report,
        by=by,
    )
