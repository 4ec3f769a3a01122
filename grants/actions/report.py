"""The report of a grantee: saved as typed, with its documents, frozen each time it is handed in."""

from __future__ import annotations

import hashlib
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from finance.actions import ShareWanted, record_expense
from finance.models import BudgetLine, ExpenseDocument, ExpenseShare
from grants.models import Agreement, FinalReport, ReportSubmission
from grants.rules import agreement as rules
from grants.rules.report import DONE_LENGTH, read_report
from workflows.consequences import follows
from workflows.errors import NotYours
from workflows.models.history import canonical

FIELDS = {
    "done": DONE_LENGTH,
    "lessons": DONE_LENGTH,
    "participants": 20,
    "volunteers": 20,
    "own_contribution": 30,
}


def refuse_unless_open(agreement: Agreement, by: Any) -> None:
    """Raise NotYours unless `by` may write the report of `agreement` now."""
    if not rules.may_write_report(by, agreement):
        raise NotYours(rules.may_write_report.why_not(by, agreement))


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
    report.save(update_fields=[*FIELDS])
    content = content_of(agreement, report)
    ReportSubmission.objects.create(
        report=report,
        ordinal=report.submissions.count() + 1,
        content=content,
        digest=hashlib.sha256(canonical(content).encode()).hexdigest(),
        submitted_at=entry.at,
        submitted_by=entry.by,
    )


def content_of(agreement: Agreement, report: FinalReport) -> dict[str, Any]:
    """A report as plain data: words, numbers, and each document with what it charges to which line."""
    return {
        "agreement": agreement.number,
        "done": report.done,
        "lessons": report.lessons,
        "participants": report.participants,
        "volunteers": report.volunteers,
        "own_contribution": str(report.own_contribution),
        "documents": [
            {
                "number": share.document.number,
                "issued_on": share.document.issued_on.isoformat(),
                "seller": share.document.seller_name,
                "gross": str(share.document.gross),
                "line": share.line.code,
                "charged": str(share.charged),
            }
            for share in agreement.shares().select_related("document", "line")
        ],
    }


@transaction.atomic
def enter_document(
    *, agreement: Agreement, line: BudgetLine, amount: Decimal, by: Any, **fields: Any
) -> ExpenseDocument:
    """Enter a document (`fields` of ExpenseDocument) of which `line` of the agreement carries `amount`.

    Raises NotYours when the report is not open to `by`, and what `record_expense` raises.
    """
    refuse_unless_open(agreement, by)
    wanted = [ShareWanted(line=line, amount=amount)]
    return record_expense(shares=wanted, by=by, currency=agreement.currency, **fields)


@transaction.atomic
def remove_document(*, agreement: Agreement, share: ExpenseShare, by: Any) -> None:
    """Take a document's share off the agreement; a document that no budget carries any more is forgotten.

    Raises NotYours when the report is not open to `by`.
    """
    refuse_unless_open(agreement, by)
    document = ExpenseDocument.objects.select_for_update().get(pk=share.document_id)
    share.delete()
    if document.shares.exists():
        ExpenseDocument.objects.filter(pk=document.pk).update(shared=F("shared") - share.amount)
    else:
        document.delete()
