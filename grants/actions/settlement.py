"""Settling a grant: costs that are not accepted, what comes back, and its interest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from finance.models import BudgetLine, InterestRate
from finance.money import format_money
from grants.models import Agreement
from grants.rules import agreement as rules
from grants.rules.interest import NoRate, Rate, Stretch, stretches, together
from workflows import clock
from workflows.errors import GuardsFailed, NotYours

from .register import cut_document


@dataclass(frozen=True)
class Wanted:
    """A cut as typed: `amount` of a document's share, why, and whether it was spent against its purpose."""

    amount: Decimal
    reason: str
    misused: bool = False


@dataclass(frozen=True)
class Part:
    """A sum that comes back with its interest: `since` is the first day that bears any."""

    key: str
    amount: Decimal
    since: date
    stretches: list[Stretch]

    @property
    def interest(self) -> Decimal:
        """The interest, rounded once for this part."""
        return together(self.stretches)


@dataclass(frozen=True)
class Account:
    """The whole calculation on one day, so that the grantee can follow it."""

    on: date
    paid_out: Decimal
    spent: Decimal
    cut: Decimal
    accepted: Decimal
    parts: list[Part]

    @property
    def principal(self) -> Decimal:
        """What comes back without interest."""
        return sum((part.amount for part in self.parts), Decimal(0))

    @property
    def interest(self) -> Decimal:
        """The interest of all parts."""
        return sum((part.interest for part in self.parts), Decimal(0))

    @property
    def due(self) -> Decimal:
        """What has to arrive on that day."""
        return self.principal + self.interest


@transaction.atomic
def cut_costs(*, agreement: Agreement, wanted: Mapping[int, Wanted], by: Any) -> None:
    """Set what is not accepted, by the key of a document's share; what is left out is accepted.

    Raises NotYours, and GuardsFailed for each cut that does not fit.
    """
    if not rules.may_judge(by, agreement):
        raise NotYours(rules.may_judge.why_not(by, agreement))
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    shares = {
        share.pk: share for share in locked.shares().filter(line__source=BudgetLine.Source.GRANT)
    }
    sentences = (
        []
        if locked.state == Agreement.States.REPORTED
        else [_("Costs are cut while the report is checked.")]
    )
    for key, one in wanted.items():
        if key not in shares or not 0 < one.amount <= shares[key].charged:
            sentences.append(_("A cut is above zero and within what the document charges."))
        if not one.reason.strip():
            sentences.append(_("Write why: the grantee will read it."))
    if sentences:
        raise GuardsFailed(list(dict.fromkeys(sentences)))
    _cut_anew(locked, wanted, by)


def _cut_anew(agreement: Agreement, wanted: Mapping[int, Wanted], by: Any) -> None:
    """The documents that were cut are judged anew, those that are wanted now are cut."""
    for entry in agreement.register.in_state("cut"):
        entry.reopen(by=by)
    for entry in agreement.register.standing():
        for share in entry.shares().filter(pk__in=wanted):
            one = wanted[share.pk]
            cut_document(
                entry=entry,
                share=share,
                amount=one.amount,
                reason=one.reason,
                misused=one.misused,
                by=by,
            )


def account_of_settlement(agreement: Agreement, *, on: date | None = None) -> Account:
    """What comes back of `agreement` on a day (left out: the day it came back, else today), and how it is reckoned.

    Raises NoRate when interest would be due for a day without a known rate.
    """
    on = on or agreement.refunded_on or clock.today()
    paid = agreement.money_out()
    accepted = min(agreement.accepted_amount or Decimal(0), paid)
    cuts = agreement.cuts.order_by().values_list("misused").annotate(total=Sum("amount"))
    by_kind = dict(cuts)
    against_purpose = by_kind.get(True, Decimal(0)) + (agreement.misused_amount or Decimal(0))
    misused = min(against_purpose, paid - accepted)
    rates = [Rate(rate.since, rate.percent) for rate in InterestRate.objects.order_by("since")]
    parts = []
    if misused:
        since = agreement.paid_on or on
        parts.append(Part("misused", misused, since, stretches(misused, since, on, rates)))
    if rest := paid - accepted - misused:
        since = (agreement.refund_due_on or on) + timedelta(days=1)
        parts.append(Part("unspent", rest, since, stretches(rest, since, on, rates)))
    return Account(
        on=on,
        paid_out=paid,
        spent=agreement.spent_from_grant(),
        cut=sum(by_kind.values(), Decimal(0)),
        accepted=accepted,
        parts=parts,
    )


@transaction.atomic
def take_refund(
    *,
    agreement: Agreement,
    refunded_on: date,
    amount: Decimal,
    by: Any,
    seen: int,
    at: datetime | None = None,
) -> None:
    """Record that `amount` came back on `refunded_on`: the money with the interest that was due on that day.

    Raises GuardsFailed when it was another sum or no rate is known, and what `Agreement.record_refund` or, after a termination, `record_recovery` raises.
    """
    try:
        due = account_of_settlement(agreement, on=refunded_on).due
    except NoRate as missing:
        raise GuardsFailed([no_rate_sentence(missing)]) from missing
    awaited = agreement.state in {Agreement.States.REFUND_DUE, Agreement.States.RECOVERY}
    if awaited and amount != due:
        raise GuardsFailed(
            [
                _("On that day %(due)s was due with interest, and %(amount)s came.")
                % {
                    "due": format_money(due, agreement.currency),
                    "amount": format_money(amount, agreement.currency),
                }
            ]
        )
    ended = agreement.state == Agreement.States.RECOVERY
    record = agreement.record_recovery if ended else agreement.record_refund
    record(by=by, seen=seen, at=at, refunded_on=refunded_on, amount=amount)


def no_rate_sentence(missing: NoRate) -> str:
    """What to do about a day without a rate."""
    return _("No rate of interest is known for %(day)s: enter it first.") % {
        "day": date_format(missing.day)
    }
