"""The final report of a grantee: frozen with its documents each time it is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from grants.models import Agreement, FinalReport, ReportSubmission
from grants.rules.report import AMOUNT, PEOPLE, figure_in
from workflows.consequences import follows

from .answering import empty_answers, freeze
from .volunteering import own_cash, work_by_kind, work_of, worth_of_work

CODE = "final-report"


def open_final_report(agreement: Agreement) -> None:
    """An empty report in the form that the call chose, else in the one that Tandem brings."""
    FinalReport.objects.create(
        agreement=agreement, answers=empty_answers(agreement.call.report_form, CODE)
    )


@follows(Agreement.hand_in_report)
def freeze_report(agreement: Agreement, entry: Any) -> None:
    """Take what is counted into columns, and keep the whole report with its documents as handed in."""
    report, words = agreement.report, agreement.report.words()
    _count(report, words["values"])
    report.own_contribution = sum(own_parts(agreement, report).values(), Decimal(0))
    report.save(update_fields=[*PEOPLE, AMOUNT, "own_contribution"])
    content = words | content_of(agreement, report)
    freeze(ReportSubmission, report=report, content=content, entry=entry)


def _count(report: FinalReport, values: Mapping[str, Any]) -> None:
    """The answers that Tandem counts, by the keys of their questions."""
    for name in PEOPLE:
        people = figure_in(values, name)
        setattr(report, name, None if people is None else int(people))
    report.things = figure_in(values, AMOUNT)


def own_parts(agreement: Agreement, report: FinalReport) -> dict[str, Decimal]:
    """The own contribution by where it comes from: the register, the volunteers' cards, and what is typed."""
    return {
        "money": own_cash(agreement),
        "work": worth_of_work(agreement),
        "things": report.things or Decimal(0),
    }


def content_of(agreement: Agreement, report: FinalReport) -> dict[str, Any]:
    """What Tandem adds to the words as plain data: the own contribution, its work beside what was promised, the documents."""
    return {
        "agreement": agreement.number,
        "own_contribution": str(report.own_contribution),
        "own_parts": {key: str(part) for key, part in own_parts(agreement, report).items()},
        "work": [
            {
                "kind": one.kind,
                "planned": str(one.planned),
                "worked": str(one.worked),
                "worth": str(one.worth),
            }
            for one in work_by_kind(agreement, work_of(agreement))
        ],
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
