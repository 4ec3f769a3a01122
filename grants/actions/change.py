"""Changing the costs and the terms of an agreement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from finance.actions import add_budget_line, set_budget
from finance.models import BudgetLine
from finance.money import format_money
from grants.guards import change as guards
from grants.models import Agreement, Annex, AnnexSignature, BudgetChange, Paper, Tranche
from grants.models.costs import PlannedTranche
from grants.rules import agreement as agreement_rules
from grants.rules import change as rules
from grants.rules.shifts import Limits, moved, reasons_for_consent
from grants.rules.signing import SIGNED_ANNEX
from workflows.actions import attach_file
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotYours
from workflows.moves import SYSTEM

from .payout import free_tranches, plan_tranche
from .signing import keep_papers

NewLine = tuple[str, Decimal]


def limits_of(agreement: Agreement) -> Limits:
    """What may be moved without consent."""
    call = agreement.call
    return Limits(call.shift_limit_single, call.shift_limit_cumulative)


def noted_so_far(agreement: Agreement) -> Decimal:
    """What was moved by notification alone."""
    noted = agreement.budget_changes.in_state("noted").aggregate(total=Sum("moved"))
    return noted["total"] or Decimal(0)


def lines_of(agreement: Agreement) -> dict[int, Any]:
    """The positions paid from the grant, with what was spent on each, by their key."""
    lines = agreement.lines().filter(source=BudgetLine.Source.GRANT).with_spending()
    return {line.pk: line for line in lines}


@transaction.atomic
def change_costs(
    *,
    agreement: Agreement,
    amounts: Mapping[int, Decimal],
    new: Sequence[NewLine] = (),
    reason: str,
    by: Any,
) -> BudgetChange:
    """Move money between positions: `amounts` by the key of each, `new` positions by name and amount.

    Within the limits of the call it holds at once; above them it waits for consent. Raises NotYours, and
    GuardsFailed with everything that does not fit.
    """
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if not agreement_rules.is_grantee(by, locked):
        raise NotYours(agreement_rules.is_grantee.why_not(by, locked))
    lines = lines_of(locked)
    sentences = [*_not_now(locked), *_against(locked, lines, amounts, new, locked.amount)]
    if sentences:
        raise GuardsFailed(sentences)
    before = {key: line.amount for key, line in lines.items()}
    now = moved(before, {**before, **amounts}, [amount for _name, amount in new])
    needs = reasons_for_consent(
        now=now,
        noted_before=noted_so_far(locked),
        grant=locked.amount,
        limits=limits_of(locked),
        has_new_line=bool(new),
    )
    change = BudgetChange.objects.begin(
        by=by,
        agreement=locked,
        ordinal=_next(locked.budget_changes),
        reason=reason,
        rows=rows_of(lines, amounts, new),
        moved=now,
        needs=needs,
    )
    if not needs:
        change.take_note(by=SYSTEM)
    return change


def _next(rows: Any) -> int:
    return (rows.aggregate(last=Max("ordinal"))["last"] or 0) + 1


def _not_now(agreement: Agreement) -> list[str]:
    sentences = []
    if agreement.state not in rules.WHILE:
        sentences.append(_("Costs change between the signing and the report."))
    if agreement.budget_changes.in_state("asked").exists():
        sentences.append(
            _("Another change waits for consent. Take it back, or wait for the answer.")
        )
    return sentences


def _against(
    agreement: Agreement,
    lines: Mapping[int, Any],
    amounts: Mapping[int, Decimal],
    new: Sequence[NewLine],
    whole: Decimal,
) -> list[str]:
    """What does not fit: unknown positions, less than was spent, another sum than the grant, no change at all."""
    if set(amounts) - set(lines):
        return [_("A position is not there any more. Open the page again.")]
    after = {key: amounts.get(key, line.amount) for key, line in lines.items()}
    currency = agreement.currency
    sentences = [
        _("Documents charge %(spent)s to “%(name)s”: it cannot have less.")
        % {"spent": format_money(line.spent, currency), "name": line.name}
        for key, line in lines.items()
        if after[key] < line.spent
    ]
    total = sum(after.values(), Decimal(0)) + sum((amount for _n, amount in new), Decimal(0))
    if total != whole:
        sentences.append(
            _("The positions add up to %(total)s; the grant is %(grant)s.")
            % {"total": format_money(total, currency), "grant": format_money(whole, currency)}
        )
    return sentences


def rows_of(
    lines: Mapping[int, Any], amounts: Mapping[int, Decimal], new: Sequence[NewLine]
) -> list[dict[str, Any]]:
    """What changes, as a change keeps it."""
    rows: list[dict[str, Any]] = [
        {"line": key, "name": line.name, "before": str(line.amount), "after": str(amounts[key])}
        for key, line in lines.items()
        if key in amounts and amounts[key] != line.amount
    ]
    rows += [
        {"line": None, "name": name, "before": "0.00", "after": str(amount)} for name, amount in new
    ]
    return rows


@follows(BudgetChange.take_note, BudgetChange.approve)
def apply_change(change: BudgetChange, entry: Any) -> None:
    """The positions have their new amounts."""
    _write_rows(change.agreement, change.rows)


def _write_rows(agreement: Agreement, rows: list[dict[str, Any]]) -> None:
    budget = agreement.budget
    if budget is None:  # every agreement gets one when it is prepared
        return
    for row in rows:
        if row["line"] is not None:
            budget.lines.filter(pk=row["line"]).update(amount=Decimal(row["after"]))
        else:
            code = f"N{budget.lines.filter(code__startswith='N').count() + 1}"
            add_budget_line(
                budget=budget, code=code, name=row["name"], amount=Decimal(row["after"]), by=SYSTEM
            )


# --- annexes -------------------------------------------------------------------------------------


@transaction.atomic
def draw_up_annex(
    *,
    agreement: Agreement,
    reason: str,
    by: Any,
    amount: Decimal | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    amounts: Mapping[int, Decimal] | None = None,
    new: Sequence[NewLine] = (),
    papers: Callable[[Annex], Iterable[tuple[str, bytes]]] = lambda annex: (),
) -> Annex:
    """Draw up the next annex; what is left out stays as it is. What `papers` makes of it is kept as it goes out.

    Raises NotYours, BadTemplate from `papers`, and GuardsFailed with everything that does not fit.
    """
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if not agreement_rules.may_run(by, locked):
        raise NotYours(agreement_rules.may_run.why_not(by, locked))
    lines, given = lines_of(locked), dict(amounts or {})
    whole = amount if amount is not None else locked.amount
    rows = rows_of(lines, given, new)
    sentences = [*_annex_not_now(locked), *_against(locked, lines, given, new, whole)]
    sentences += _against_dates(locked, starts_on, ends_on)
    if not rows and (amount, starts_on, ends_on) == (None, None, None):
        sentences.append(_("The annex changes nothing yet."))
    if sentences:
        raise GuardsFailed(sentences)
    annex = Annex.objects.begin(
        by=by,
        agreement=locked,
        ordinal=_next(locked.annexes),
        reason=reason,
        amount=amount,
        starts_on=starts_on,
        ends_on=ends_on,
        rows=rows,
    )
    AnnexSignature.objects.bulk_create(
        AnnexSignature(annex=annex, party=party) for party in locked.signatories.all()
    )
    kept = papers(annex)
    keep_papers(agreement=locked, papers=kept, kind=Paper.Kind.ANNEX, by=by, about=annex)
    return annex


def _annex_not_now(agreement: Agreement) -> list[str]:
    if agreement.state not in rules.WHILE:
        return [str(guards.ANNEX_TOO_LATE)]
    return []


def _against_dates(agreement: Agreement, starts: date | None, ends: date | None) -> list[str]:
    starts, ends = starts or agreement.starts_on, ends or agreement.ends_on
    call, sentences = agreement.call, []
    if starts and ends and starts > ends:
        sentences.append(_("The project ends before it starts."))
    if (starts and starts < call.eligible_from) or (ends and ends > call.eligible_to):
        sentences.append(_("These days lie outside the time of the call."))
    return sentences


@transaction.atomic
def sign_annex(
    *,
    annex: Annex,
    by: Any,
    signed_on: date,
    seen: int,
    at: datetime | None = None,
    scan: Any = None,
) -> None:
    """Record that every party signed the annex; `scan` is kept with it. Raises what `Annex.sign` raises."""
    annex.sign(by=by, seen=seen, at=at, signed_on=signed_on, scanned=bool(scan))
    if scan:
        attach_file(obj=annex, upload=scan, by=by, purpose=SIGNED_ANNEX)


@follows(Annex.sign)
def apply_annex(annex: Annex, entry: Any) -> None:
    """The agreement, its budget and its tranches say what the annex says."""
    agreement = Agreement.objects.select_for_update().get(pk=annex.agreement_id)
    changed = {
        name: value
        for name in ("amount", "starts_on", "ends_on")
        if (value := getattr(annex, name)) is not None
    }
    difference = changed.get("amount", agreement.amount) - agreement.amount
    for name, value in changed.items():
        setattr(agreement, name, value)
    agreement.save_draft(seen=agreement.version, fields=changed)
    _write_rows(agreement, annex.rows)
    if difference:
        _change_budget(agreement)
        if agreement.call.gives_money:
            _change_tranches(agreement, difference, entry)


def _change_budget(agreement: Agreement) -> None:
    budget = agreement.budget
    own = (budget.stated_own if budget else None) or Decimal(0)
    set_budget(
        about=agreement,
        programme=agreement.programme,
        currency=agreement.currency,
        total=agreement.amount + own,
        grant=agreement.amount,
        own=own,
        by=SYSTEM,
    )


def _change_tranches(agreement: Agreement, difference: Decimal, entry: Any) -> None:
    """More money is one more tranche; less is taken from the last ones that did not go out."""
    if difference > 0:
        Tranche.objects.create(
            agreement=agreement,
            position=(agreement.tranches.aggregate(last=Max("position"))["last"] or 0) + 1,
            amount=difference,
            condition=PlannedTranche.Condition.SIGNED,
        )
    else:
        _take_off(agreement, -difference, entry)
    free_tranches(agreement, PlannedTranche.Condition.SIGNED, entry)


def _take_off(agreement: Agreement, less: Decimal, entry: Any) -> None:
    for tranche in agreement.tranches.select_related("payment").order_by("-position"):
        payment, taken = tranche.payment, min(less, tranche.amount)
        if not taken or (payment and payment.state == "paid"):
            continue
        less, tranche.amount, tranche.payment = less - taken, tranche.amount - taken, None
        if tranche.amount:
            tranche.save(update_fields=["amount", "payment"])
        else:
            tranche.delete()
        if payment is not None:
            payment.cancel(by=SYSTEM, note=_("An annex changed the amount."))
            if tranche.amount:
                plan_tranche(tranche, entry)
