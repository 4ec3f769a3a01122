"""Paying a grant out: in tranches, to an account that two people confirmed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from finance.actions import plan_payment
from finance.models import PaymentOrder
from finance.money import Money
from grants.models import Agreement, BankAccount, Tranche
from grants.models.costs import PlannedTranche
from grants.rules import account as rules
from grants.rules.signing import details_of
from workflows.actions import attach_file
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotYours
from workflows.moves import SYSTEM
from workflows.turns import refresh_turns

EVIDENCE = "account-evidence"


# --- tranches ------------------------------------------------------------------------------------


def plan_tranches(agreement: Agreement) -> None:
    """Divide the grant as the call says, to the grosz; a call that says nothing pays all of it once it is signed."""
    if (
        not agreement.call.gives_money
    ):  # art. 19b to 19h: the city gives things, it does not pay residents
        return
    planned = list(agreement.call.tranches.all()) or [PlannedTranche(percent=100)]
    whole = Money(agreement.amount, agreement.currency)
    parts = whole.split([one.percent for one in planned])
    for place, (one, part) in enumerate(zip(planned, parts, strict=True), start=1):
        if part:
            Tranche.objects.create(
                agreement=agreement,
                position=place,
                amount=part.amount,
                condition=one.condition,
                days=one.days,
                not_before=one.not_before,
            )


@follows(Agreement.sign)
def pay_what_signing_frees(agreement: Agreement, entry: Any) -> None:
    """What is paid once the agreement is signed has its transfer among the payments: the first until the day agreed on."""
    freed = agreement.tranches.filter(condition=PlannedTranche.Condition.SIGNED)
    for place, tranche in enumerate(freed):
        plan_tranche(tranche, entry, None if place else agreement.pay_by)


def free_tranches(agreement: Agreement, condition: str, entry: Any) -> None:
    """Plan the transfers of the tranches whose `condition` is met now."""
    for tranche in agreement.tranches.filter(condition=condition, payment=None):
        plan_tranche(tranche, entry)


def plan_tranche(tranche: Tranche, entry: Any, due_on: date | None = None) -> None:
    """Plan the transfer of one tranche, until `due_on` where its own day allows; without a confirmed account it is held."""
    agreement, application = tranche.agreement, tranche.agreement.application
    account = account_of(agreement)
    confirmed = account is not None and account.state == BankAccount.States.CONFIRMED
    title = _("Grant, agreement %(number)s") % {"number": agreement.number}
    if agreement.tranches.count() > 1:
        title = _("%(title)s, tranche %(place)d") % {"title": title, "place": tranche.position}
    tranche.payment = plan_payment(
        about=agreement,
        programme=agreement.programme,
        payee=account.owner if account else application.applicant or str(application.author),
        address=details_of(application.organisation),
        account=account.number if account and confirmed else "",
        title=title[:140],
        amount=Money(tranche.amount, agreement.currency),
        due_on=max(
            due_on or tranche.due_on(timezone.localdate(entry.at)),
            tranche.not_before or date.min,
        ),
        not_before=tranche.not_before,
        held=not confirmed,
        by=entry.by,
    )
    tranche.save(update_fields=["payment"])


@follows(Agreement.settle, Agreement.ask_for_refund)
def pay_what_was_accepted(agreement: Agreement, entry: Any) -> None:
    """The last tranches are paid as far as the accepted amount reaches; what lies beyond it is not.

    That holds for transfers that wait already as well: sent after the settlement, such money would never come back.
    """
    left = (agreement.accepted_amount or Decimal(0)) - agreement.money_out()
    for tranche in agreement.tranches.select_related("payment").order_by("position"):
        payment = tranche.payment
        if payment is not None and payment.state == PaymentOrder.States.PAID:
            continue
        amount = min(tranche.amount, max(left, Decimal(0)))
        left -= amount
        if payment is None or amount != tranche.amount:
            _plan_anew(tranche, payment, amount, entry)


def _plan_anew(tranche: Tranche, payment: PaymentOrder | None, amount: Decimal, entry: Any) -> None:
    """Pay `amount` for a tranche, nothing for 0, in place of the transfer that waited."""
    tranche.amount, tranche.payment = amount, None
    if amount:
        tranche.save(update_fields=["amount", "payment"])
    else:
        tranche.delete()
    if payment is not None:
        payment.cancel(by=SYSTEM, note=_("The settlement changed the amount."))
    if amount:
        plan_tranche(tranche, entry)


@transaction.atomic
def record_payment(
    *,
    agreement: Agreement,
    paid_on: date,
    by: Any,
    at: datetime | None = None,
    seen: int | None = None,
) -> None:
    """Record that the next transfer went out on `paid_on`; `seen` is the version of it that was shown.

    Raises GuardsFailed when no transfer stands or the day lies ahead, and what `PaymentOrder.confirm` raises.
    """
    payment = agreement.payment
    if payment is None:
        raise GuardsFailed([_("Record the signing first.")])
    payment.confirm(by=by, paid_on=paid_on, at=at, seen=seen)
    agreement.refresh_from_db()


@follows(PaymentOrder.confirm)
def note_payment(payment: PaymentOrder, entry: Any) -> None:
    """An agreement whose first transfer went out is paid, whoever confirmed it and on whichever page."""
    agreement = payment.about
    if isinstance(agreement, Agreement) and agreement.state == Agreement.States.SIGNED:
        agreement.mark_paid(by=SYSTEM, paid_on=payment.paid_on)


@follows(PaymentOrder.cancel)
def plan_transfer_again(payment: PaymentOrder, entry: Any) -> None:
    """A cancelled transfer of a standing agreement is planned anew, so that the grantee does not wait in vain.

    While a report is judged its tranche waits for the settlement, which plans what is still to be paid.
    """
    tranche = Tranche.objects.filter(payment=payment).select_related("agreement").first()
    if tranche is None:
        return
    if tranche.agreement.state in {"signed", "paid"}:
        plan_tranche(tranche, entry)
    else:
        tranche.payment = None
        tranche.save(update_fields=["payment"])


@follows(Agreement.terminate, Agreement.call_off, Agreement.resign)
def stop_transfers(agreement: Agreement, entry: Any) -> None:
    """Nothing is paid out of an agreement that ended."""
    for payment in agreement.payments.exclude(state__in=["paid", "cancelled"]):
        payment.cancel(by=SYSTEM, note=_("The agreement ended."))


# --- the account ---------------------------------------------------------------------------------


def account_of(agreement: Agreement) -> BankAccount | None:
    """The account that stands, confirmed or not."""
    return agreement.accounts.in_state(*BankAccount.STANDING).first()


@transaction.atomic
def enter_account(
    *, agreement: Agreement, number: str, owner: str, by: Any, evidence: Any = None
) -> BankAccount:
    """Name the account of the grantee; the one before is replaced, and until two people have confirmed the new
    one nothing is paid.

    Raises NotYours, and GuardsFailed when nothing is paid any more or this account stands already.
    """
    if not rules.may_enter(by, agreement):
        raise NotYours(rules.may_enter.why_not(by, agreement))
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    standing = account_of(locked)
    if locked.state not in rules.CHANGED_WHILE:
        raise GuardsFailed([_("Nothing is paid from this agreement any more.")])
    if standing and (standing.number, standing.owner) == (number, owner):
        raise GuardsFailed([_("This account stands here already.")])
    if standing:
        standing.replace(by=SYSTEM)
    account = BankAccount.objects.begin(by=by, agreement=locked, number=number, owner=owner)
    if evidence:
        attach_file(obj=account, upload=evidence, by=by, purpose=EVIDENCE)
    for payment in locked.payments.in_state("planned"):
        payment.hold(by=SYSTEM)
    refresh_turns([locked])
    return account


@follows(BankAccount.reject)
def ask_for_another(account: BankAccount, entry: Any) -> None:
    """The grantee names another account; until then nothing is paid."""
    refresh_turns([account.agreement])


@follows(BankAccount.confirm)
def release_transfers(account: BankAccount, entry: Any) -> None:
    """What waited for the account is paid to it."""
    for payment in account.agreement.payments.in_state("held"):
        payment.release(by=SYSTEM, account=account.number)
