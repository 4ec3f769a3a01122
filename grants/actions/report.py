"""The report of a grantee: saved as typed, with its documents, frozen each time it is handed in."""

from __future__ import annotations

import hashlib
from datetime import datetime
from decimal import Decimal
from typing import Any

from grants.models import Agreement, FinalReport, ReportSubmission
from grants.rules.report import DONE_LENGTH, read_report
from workflows.consequences import follows
from workflows.models.history import canonical

from .register import refuse_unless_open
from .volunteering import own_cash, worth_of_work

FIELDS = {
    "done": DONE_LENGTH,
    "lessons": DONE_LENGTH,
    "participants": 20,
    "volunteers": 20,
    "things": 30,
}


def save_report(
    *, agreement: Agreement, typed: dict[str, Any], seen: int, by: Any, at: datetime
) -> None:
    """Keep the report as typed; raises NotYours, or SomeoneWasFaster when another window saved meanwhile."""
    refuse_unless_open(agreement, by)
    kept = {key: str(typed.get(key, ""))[:limit] for key, limit in FIELDS.items()}
    agreement.report.save_typed(kept, seen=seen, at=at)


@follows(Agreement.hand_in_report)
def freeze_report(agreement: Agreement, entry: Any) -> None:
    """Take what was typed into columns, and keep the whole report with its documents as handed in."""
    report = agreement.report
    read = read_report(report.typed)
    for name in FIELDS:
        setattr(report, name, getattr(read, name))
    report.own_contribution = sum(own_parts(agreement, report).values(), Decimal(0))
    report.save(update_fields=[*FIELDS, "own_contribution"])
    content = content_of(agreement, report)
    ReportSubmission.objects.create(
        report=report,
        ordinal=report.submissions.count() + 1,
        content=content,
        digest=hashlib.sha256(canonical(content).encode()).hexdigest(),
        submitted_at=entry.at,
        submitted_by=entry.by,
    )


def own_parts(agreement: Agreement, report: FinalReport) -> dict[str, Decimal]:
    """The own contribution by where it comes from: the register, the volunteers' cards, and what is typed."""
    return {
        "money": own_cash(agreement),
        "work": worth_of_work(agreement),
        "things": report.things or Decimal(0),
    }


def content_of(agreement: Agreement, report: FinalReport) -> dict[str, Any]:
    """A report as plain data: words, numbers, and each document with what it charges to which line."""
    return {
        "agreement": agreement.number,
        "done": report.done,
        "lessons": report.lessons,
        "participants": report.participants,
        "volunteers": report.volunteers,
        "own_contribution": str(report.own_contribution),
        "own_parts": {key: str(part) for key, part in own_parts(agreement, report).items()},
        "documents": [
            {
                "number": share.document.number,
                "issued_on": share.document.issued_on.isoformat(),
                "seller": share.document.seller_name,
                "gross": str(share.document.gross),
                "line": share.line.code,
                "source": share.line.source,
                "charged": str(share.charged),
            }
            for share in agreement.shares().select_related("document", "line")
        ],
    }
