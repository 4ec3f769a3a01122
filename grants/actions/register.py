"""The register of a grant's documents: entered with their sources, corrected, taken off, judged one by one."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from finance.actions import ShareWanted, add_budget_line, record_expense
from finance.models import BudgetLine, ExpenseDocument, ExpenseShare
from finance.money import format_money
from grants.models import Agreement, CostCut, RegisterEntry
from grants.rules import agreement as agreement_rules
from grants.rules import register as rules
from grants.rules.register import Paid
from workflows.actions import attach_file
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotYours
from workflows.moves import SYSTEM

PICTURE = "expense-document"


def refuse_unless_open(agreement: Agreement, by: Any) -> None:
    """Raise NotYours unless `by` may write the report of `agreement` now."""
    if not agreement_rules.may_write_report(by, agreement):
        raise NotYours(agreement_rules.may_write_report.why_not(by, agreement))


@transaction.atomic
def enter_document(
    *,
    agreement: Agreement,
    line: BudgetLine,
    amount: Decimal,
    by: Any,
    own: Decimal = Decimal(0),
    other: Decimal = Decimal(0),
    file: Any = None,
    **fields: Any,
) -> RegisterEntry:
    """Enter a document (`fields` of ExpenseDocument): of the position of `line` the grant pays `amount`, the
    grantee `own`, somebody else `other`; `file` is its photo or scan.

    Raises NotYours when the report is not open to `by`, GuardsFailed for days outside the agreement or a
    document that was judged, and what `record_expense` raises.
    """
    refuse_unless_open(agreement, by)
    _refuse_days(agreement, fields)
    wanted = shares_wanted(line, Paid(amount, own, other))
    document = record_expense(shares=wanted, by=by, currency=agreement.currency, **fields)
    entry = _entry_of(agreement, document, by)
    if file:
        attach_file(obj=entry, upload=file, by=by, purpose=PICTURE)
    return entry


def _refuse_days(agreement: Agreement, fields: dict[str, Any]) -> None:
    against = rules.against_days(agreement, fields["issued_on"], fields.get("paid_on"))
    if against:
        raise GuardsFailed(list(against.values()))


def _entry_of(agreement: Agreement, document: ExpenseDocument, by: Any) -> RegisterEntry:
    known = agreement.register.standing().filter(document=document).first()
    if known is None:
        return RegisterEntry.objects.begin(
            by=by, agreement=agreement, document=document, name=str(document)
        )
    if known.state not in rules.CHANGED_WHILE:
        raise GuardsFailed([_("This document is in the register already, and it was judged.")])
    found: RegisterEntry = known
    return found


def shares_wanted(line: BudgetLine, paid: Paid) -> list[ShareWanted]:
    """What each line of the position of `line` carries; a source without a line gets one.

    Raises GuardsFailed when nothing is paid.
    """
    wanted = [
        ShareWanted(_line_for(line, source), amount)
        for source, amount in (
            (BudgetLine.Source.GRANT, paid.grant),
            (BudgetLine.Source.OWN, paid.own),
            (BudgetLine.Source.OTHER, paid.other),
        )
        if amount
    ]
    if not wanted:
        raise GuardsFailed([_("Write how much the grant, you or somebody else paid.")])
    return wanted


def _line_for(line: BudgetLine, source: str) -> BudgetLine:
    if line.source == source:
        return line
    code = rules.position_of(line.code, line.source) + rules.MARKS.get(source, "")
    found = line.budget.lines.filter(code=code, source=source).first()
    if found is None and source == BudgetLine.Source.GRANT:
        raise GuardsFailed([_("The grant pays nothing on this position. Choose another one.")])
    return found or add_budget_line(
        budget=line.budget, code=code, name=line.name, amount=Decimal(0), source=source, by=SYSTEM
    )


@transaction.atomic
def correct_document(
    *,
    entry: RegisterEntry,
    line: BudgetLine,
    paid: Paid,
    by: Any,
    seen: int,
    file: Any = None,
    **fields: Any,
) -> RegisterEntry:
    """Write the document anew, `fields` as of ExpenseDocument; it stays the same entry with its history.

    Raises NotYours, GuardsFailed once it was judged or where it is used elsewhere, and SomeoneWasFaster.
    """
    agreement = entry.agreement
    refuse_unless_open(agreement, by)
    if entry.state not in rules.CHANGED_WHILE:
        raise GuardsFailed([_("It was judged: ask the staff before you change it.")])
    _refuse_days(agreement, fields)
    _free(entry)
    document = record_expense(
        shares=shares_wanted(line, paid), by=by, currency=agreement.currency, **fields
    )
    if agreement.register.standing().filter(document=document).exclude(pk=entry.pk).exists():
        raise GuardsFailed([_("This document is in the register already.")])
    entry.document, entry.name = document, str(document)
    entry.save_draft(seen=seen, fields=["document", "name"])
    if file:
        attach_file(obj=entry, upload=file, by=by, purpose=PICTURE)
    return entry


def _free(entry: RegisterEntry) -> None:
    """The agreement carries nothing of the document any more; one that no budget carries is forgotten."""
    if entry.document_id is None:
        return
    document = ExpenseDocument.objects.select_for_update().get(pk=entry.document_id)
    mine = entry.shares()
    freed = sum((share.amount for share in mine), Decimal(0))
    mine.delete()
    ExpenseDocument.objects.filter(pk=document.pk).update(shared=F("shared") - freed)
    if not document.shares.exists():
        document.delete()
        entry.document = None


@follows(RegisterEntry.take_off)
def forget_document(entry: RegisterEntry, record: Any) -> None:
    """What was taken off charges nothing."""
    _free(entry)


@transaction.atomic
def cut_document(
    *,
    entry: RegisterEntry,
    amount: Decimal,
    reason: str,
    misused: bool = False,
    share: ExpenseShare | None = None,
    by: Any,
    seen: int | None = None,
    at: datetime | None = None,
) -> None:
    """Do not accept `amount` of what the grant pays of the document (of one `share`, if given).

    Raises what `RegisterEntry.cut` raises.
    """
    entry.cut(by=by, seen=seen, at=at, amount=amount, reason=reason)
    left = amount
    whole = entry.shares().filter(line__source=BudgetLine.Source.GRANT, cut=None)
    for part in whole.filter(pk=share.pk) if share else whole:
        taken = min(left, part.charged)
        if taken:
            CostCut.objects.create(
                agreement=entry.agreement,
                share=part,
                amount=taken,
                reason=reason.strip(),
                misused=misused,
                cut_by=by,
            )
        left -= taken


@follows(RegisterEntry.reopen)
def forget_cuts(entry: RegisterEntry, record: Any) -> None:
    """What is judged anew is not cut any more."""
    CostCut.objects.filter(share__in=entry.shares()).delete()


@follows(Agreement.settle, Agreement.ask_for_refund)
def accept_the_rest(agreement: Agreement, record: Any) -> None:
    """Whoever settles accepts what was not judged singly."""
    for entry in agreement.register.in_state("entered"):
        entry.accept_with_the_report(by=SYSTEM)


def overspent(agreement: Agreement) -> list[str]:
    """A sentence for each position to which documents charge more of the grant than was agreed."""
    lines = agreement.lines().filter(source=BudgetLine.Source.GRANT).with_spending()
    return [
        _("“%(name)s”: %(spent)s is charged, %(planned)s was agreed.")
        % {
            "name": line.name,
            "spent": format_money(line.spent, agreement.currency),
            "planned": format_money(line.amount, agreement.currency),
        }
        for line in lines
        if line.spent > line.amount
    ]
