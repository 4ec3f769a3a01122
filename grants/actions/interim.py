"""The interim report: opened when the grant is paid, frozen, and what its acceptance frees."""

from __future__ import annotations

from typing import Any

from finance.money import Money
from grants.models import Agreement, InterimReport, InterimSubmission
from grants.models.costs import PlannedTranche
from workflows.consequences import follows
from workflows.moves import SYSTEM

from .answering import empty_answers, freeze
from .payout import free_tranches
from .volunteering import own_cash, worth_of_work

CODE = "interim-report"


def is_asked_of(agreement: Agreement) -> bool:
    """Whether the call wants an interim report: it names a day, or a tranche waits for one."""
    waits = agreement.tranches.filter(condition=PlannedTranche.Condition.INTERIM)
    return agreement.call.interim_report_on is not None or waits.exists()


@follows(Agreement.mark_paid, Agreement.begin_work)
def open_interim_report(agreement: Agreement, entry: Any) -> None:
    """Where the call wants one, the grantee may write it from the payment on."""
    if is_asked_of(agreement):
        answers = empty_answers(agreement.call.interim_form, CODE)
        InterimReport.objects.begin(by=SYSTEM, agreement=agreement, answers=answers)


@follows(InterimReport.hand_in)
def freeze_interim(report: InterimReport, entry: Any) -> None:
    """Questions, answers and the figures of the register as they are now."""
    agreement = report.agreement
    content = {
        "agreement": agreement.number,
        **report.words(),
        "spent": str(Money(agreement.spent_from_grant(), agreement.currency).amount),
        "own_money": str(own_cash(agreement)),
        "work": str(worth_of_work(agreement)),
    }
    freeze(InterimSubmission, report=report, content=content, entry=entry)


@follows(InterimReport.accept)
def free_what_waited(report: InterimReport, entry: Any) -> None:
    """The tranche whose condition was this report has its transfer among the payments."""
    free_tranches(report.agreement, PlannedTranche.Condition.INTERIM, entry)


@follows(
    Agreement.terminate,
    Agreement.call_off,
    Agreement.end_early,
    Agreement.settle,
    Agreement.ask_for_refund,
)
def drop_interim(agreement: Agreement, entry: Any) -> None:
    """Nobody waits for an interim report of what ended."""
    for report in InterimReport.objects.filter(agreement=agreement).exclude(
        state__in=["accepted", "dropped"]
    ):
        report.drop(by=SYSTEM)
