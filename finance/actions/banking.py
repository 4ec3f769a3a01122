"""Transfers go to the bank as a file, and come back as bookings of its statement."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from finance import rules
from finance.banking import Payer, Row, Transfer, as_csv, as_elixir, encoded, read_statement
from finance.models import BankStatement, PayerAccount, PaymentOrder, TransferFile
from finance.models.payment import REFERENCE
from programmes.models import Programme
from workflows import clock
from workflows.actions import attach_file
from workflows.errors import GuardsFailed, MoveRefused, NotYours

_REFERENCE = re.compile(rf"{REFERENCE.replace('-', '[- ]?')}(\d{{1,12}})", re.IGNORECASE)


def refuse_unless_keeps(programme: Programme, by: Any) -> None:
    """Raise NotYours unless `by` keeps the money of `programme`."""
    scope = PaymentOrder(programme=programme)
    if not rules.keeps_money(by, scope):
        raise NotYours(rules.keeps_money.why_not(by, scope))


@transaction.atomic
def set_payer_account(
    *, programme: Programme, name: str, address: str, number: str, by: Any
) -> PayerAccount:
    """Say from which account `programme` pays. Raises NotYours."""
    refuse_unless_keeps(programme, by)
    values = {"name": name, "address": address, "number": number}
    account, _made = PayerAccount.objects.update_or_create(programme=programme, defaults=values)
    return account


@transaction.atomic
def make_transfer_file(
    *,
    programme: Programme,
    payments: Iterable[PaymentOrder],
    format: str,  # noqa: A002 -- the word that the page uses
    encoding: str,
    on: date,
    by: Any,
    at: datetime | None = None,
) -> TransferFile:
    """Write `payments` of `programme` into one file to be executed `on`; each of them is ordered by it.

    Raises NotYours, GuardsFailed when one cannot be written or none was chosen, and what
    `PaymentOrder.order` raises; then nothing was ordered.
    """
    refuse_unless_keeps(programme, by)
    chosen = list(payments)
    if sentences := list(_against(programme, chosen)):
        raise GuardsFailed(sentences)
    payer = Payer(
        programme.payer_account.name,
        programme.payer_account.address,
        programme.payer_account.number,
    )
    transfers = [_transfer(one, on) for one in chosen]
    text = as_elixir(payer, transfers) if format == "elixir" else as_csv(payer, transfers)
    made = TransferFile.objects.create(
        programme=programme,
        format=format,
        encoding=encoding,
        count=len(chosen),
        total=sum(one.amount for one in chosen),
        made_at=clock.now(),
        made_by=by,
    )
    ending = "txt" if format == "elixir" else "csv"
    upload = SimpleUploadedFile(f"przelewy-{made.pk}.{ending}", encoded(text, encoding))
    attach_file(obj=made, upload=upload, by=by, purpose="transfers")
    for payment in chosen:
        payment.order(by=by, at=at, transfer_file=made)
    return made


def _against(programme: Programme, payments: list[PaymentOrder]) -> Iterable[str]:
    if not hasattr(programme, "payer_account"):
        yield _("Say first from which account this programme pays.")
    if not payments:
        yield _("Choose at least one transfer.")
    for payment in payments:
        if len(payment.account) != 26 or payment.currency != "PLN":
            yield _("“%s” needs an account with 26 digits, in PLN.") % payment.title_line


def _transfer(payment: PaymentOrder, on: date) -> Transfer:
    return Transfer(
        payee=payment.payee,
        address=payment.address,
        account=payment.account,
        title=f"{payment.reference} {payment.title}",
        amount=payment.amount,
        on=on,
        reference=payment.reference,
    )


# --- statements ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Match:
    """A booking, the payment it is about (or None), and what becomes of it: a key of `VERDICTS`."""

    row: Row
    payment: PaymentOrder | None
    verdict: str


VERDICTS = ("matched", "wrong_amount", "held", "paid_already", "unmatched")


@transaction.atomic
def keep_statement(*, programme: Programme, name: str, content: bytes, by: Any) -> BankStatement:
    """Read a statement and keep its bookings; nothing is paid yet. The same file again is the same statement.

    Raises NotYours, and UnreadableStatement with a sentence.
    """
    refuse_unless_keeps(programme, by)
    rows = read_statement(content)
    statement, _made = BankStatement.objects.get_or_create(
        programme=programme,
        digest=hashlib.sha256(content).hexdigest(),
        defaults={
            "name": name[:180],
            "bookings": BankStatement.kept(rows),
            "read_at": clock.now(),
            "read_by": by,
        },
    )
    return statement


def matches_of(statement: BankStatement) -> list[Match]:
    """What each booking of money that went out is about; three queries, however many there are.

    A payment is known by its reference; else by account and amount, where just one fits.
    """
    out = [row for row in statement.rows() if row.amount < 0]
    payments = {
        one.pk: one
        for one in PaymentOrder.objects.filter(programme=statement.programme).exclude(
            state="cancelled"
        )
    }
    taken: set[int] = set()
    return [_match(row, payments, taken) for row in out]


def _match(row: Row, payments: dict[int, PaymentOrder], taken: set[int]) -> Match:
    payment = _named(row, payments) or _alike(row, payments, taken)
    if payment is None:
        return Match(row, None, "unmatched")
    if payment.pk in taken or payment.state == PaymentOrder.States.PAID:
        return Match(row, payment, "paid_already")
    if payment.amount != -row.amount:
        return Match(row, payment, "wrong_amount")
    if payment.state == PaymentOrder.States.HELD:
        return Match(row, payment, "held")
    taken.add(payment.pk)
    return Match(row, payment, "matched")


def _named(row: Row, payments: dict[int, PaymentOrder]) -> PaymentOrder | None:
    found = _REFERENCE.search(row.title)
    return payments.get(int(found[1])) if found else None


def _alike(row: Row, payments: dict[int, PaymentOrder], taken: set[int]) -> PaymentOrder | None:
    alike = [
        one
        for one in payments.values()
        if row.account
        and one.account == row.account
        and one.amount == -row.amount
        and one.pk not in taken
        and one.state in {"planned", "ordered"}
    ]
    return alike[0] if len(alike) == 1 else None


@transaction.atomic
def book_statement(*, statement: BankStatement, by: Any, at: datetime | None = None) -> int:
    """Confirm every payment that a booking matches, on the booking's day; return how many.

    Raises NotYours, GuardsFailed when it was booked already, and what `PaymentOrder.confirm` raises,
    naming the payment.
    """
    refuse_unless_keeps(statement.programme, by)
    locked = BankStatement.objects.select_for_update().get(pk=statement.pk)
    if locked.booked_at is not None:
        raise GuardsFailed([_("This statement was booked already.")])
    matched = [one for one in matches_of(locked) if one.verdict == "matched"]
    for one in matched:
        try:
            one.payment.confirm(by=by, at=at, paid_on=one.row.day)  # type: ignore[union-attr]  # a match has one
        except MoveRefused as refusal:
            raise type(refusal)(
                [f"{one.payment}: {sentence}" for sentence in refusal.sentences]
            ) from refusal
    locked.booked_at, locked.booked_by = clock.now(), by
    locked.save(update_fields=["booked_at", "booked_by"])
    statement.booked_at, statement.booked_by = locked.booked_at, by
    return len(matched)


def paid_sentence(count: int) -> str:
    """What was done, for the page."""
    return ngettext("%d payment is confirmed.", "%d payments are confirmed.", count) % count
