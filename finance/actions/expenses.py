"""Entering documents that prove spending, and what budgets carry of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from finance.models import BudgetLine, ClosedBooks, ExpenseDocument, ExpenseShare
from finance.money import CENT, format_money
from programmes.models import Programme
from workflows import clock
from workflows.errors import GuardsFailed

_NOT_IN_NUMBERS = re.compile(r"[\s\-]")
_IDENTIFYING = ("ksef_number", "seller_nip", "seller_name", "number", "issued_on")


@dataclass(frozen=True)
class ShareWanted:
    """`amount` of a document on `line`; `rate` units of its currency are one of the budget's."""

    line: BudgetLine
    amount: Decimal
    rate: Decimal = Decimal(1)

    @property
    def charged(self) -> Decimal:
        """The amount in the budget's currency."""
        return (self.amount / self.rate).quantize(CENT, rounding=ROUND_HALF_UP)


def identities_of(
    *, ksef_number: str, seller_nip: str, seller_name: str, number: str, issued_on: date
) -> tuple[str, str]:
    """What makes a document itself: its KSeF number, else seller, number and date; and the latter alone.

    Spaces, hyphens and the case of letters do not make another document.
    """
    plain = f"{seller_nip or _bare(seller_name)}:{_bare(number)}:{issued_on.isoformat()}"
    return f"ksef:{_bare(ksef_number)}" if ksef_number else plain, plain


def _bare(text: str) -> str:
    return _NOT_IN_NUMBERS.sub("", text).casefold()


@transaction.atomic
def record_expense(*, shares: list[ShareWanted], by: Any, **fields: Any) -> ExpenseDocument:
    """Enter a document (`fields` of ExpenseDocument) with the shares that budgets carry.

    A document that is here already gets the new shares. Raises GuardsFailed when more than the whole
    document would be financed, without telling where the other shares lie, when the books of its day
    are closed, or when it stands here with another amount.
    """
    document = _the_same_or_new(fields, by)
    _refuse_closed(document.paid_on, [share.line.budget.programme_id for share in shares])
    for share in shares:
        _add_share(document, share, by)
    document.refresh_from_db()
    return document


def _the_same_or_new(fields: dict[str, Any], by: Any) -> ExpenseDocument:
    identity, plain = identities_of(**{name: fields.get(name, "") for name in _IDENTIFYING})
    known = _known(identity, plain, has_ksef=bool(fields.get("ksef_number")))
    if known is None:
        return ExpenseDocument.objects.create(
            **fields, identity=identity, plain_identity=plain, entered_by=by, entered_at=clock.now()
        )
    if known.gross != fields["gross"] or known.currency != fields.get("currency", "PLN"):
        raise GuardsFailed(
            [
                _(
                    "This document is on record with another amount. Check its number, date and amount."
                )
            ]
        )
    if known.identity == plain != identity:
        known.ksef_number, known.identity = fields["ksef_number"], identity
        known.save(update_fields=["ksef_number", "identity"])
    return known


def _known(
    identity: str, plain: str, *, has_ksef: bool, but: int | None = None
) -> ExpenseDocument | None:
    """The document on record; two different KSeF numbers are two documents, whatever else is alike."""
    rows = ExpenseDocument.objects.select_for_update().exclude(pk=but or 0)
    same = rows.filter(identity=identity).first()
    alike = rows.filter(plain_identity=plain)
    return same or (alike.filter(ksef_number="") if has_ksef else alike).first()


def _add_share(document: ExpenseDocument, share: ShareWanted, by: Any) -> None:
    """The database decides: the update finds the row only while enough of the document is free."""
    if document.shares.filter(line=share.line).exists():
        raise GuardsFailed(
            [_("“%s” already carries a share of this document. Change that share.") % share.line]
        )
    free = ExpenseDocument.objects.filter(pk=document.pk, shared__lte=F("gross") - share.amount)
    if not free.update(shared=F("shared") + share.amount):
        raise GuardsFailed([_over_the_whole(document)])
    ExpenseShare.objects.create(
        document=document,
        line=share.line,
        amount=share.amount,
        rate=share.rate,
        charged=share.charged,
        entered_by=by,
        entered_at=clock.now(),
    )


def _over_the_whole(document: ExpenseDocument) -> str:
    whole = format_money(document.gross_money)
    return (
        _("More than the whole document (%s) would be paid from grants. Enter a smaller share.")
        % whole
    )


@transaction.atomic
def change_expense(
    *,
    document: ExpenseDocument,
    shares: list[ShareWanted],
    programmes: set[int],
    by: Any,
    **fields: Any,
) -> ExpenseDocument:
    """Correct a document and replace those of its shares that lie in `programmes` (their keys).

    Raises GuardsFailed as `record_expense` does; the shares of others are left as they are.
    """
    document = ExpenseDocument.objects.select_for_update().get(pk=document.pk)
    old = document.shares.filter(line__budget__programme__in=programmes)
    mine = [share.line.budget.programme_id for share in shares]
    _refuse_closed(document.paid_on, list(old.values_list("line__budget__programme", flat=True)))
    _refuse_closed(fields.get("paid_on", document.paid_on), mine)
    _refuse_change_for_others(document, fields, programmes)
    freed = old.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    old.delete()
    for name, value in fields.items():
        setattr(document, name, value)
    document.shared -= freed
    if document.shared > document.gross:
        raise GuardsFailed([_over_the_whole(document)])
    identity, plain = identities_of(**{name: getattr(document, name) for name in _IDENTIFYING})
    document.identity, document.plain_identity = identity, plain
    if _known(identity, plain, has_ksef=bool(document.ksef_number), but=document.pk):
        raise GuardsFailed([_("Another document with this number, date and seller is on record.")])
    document.save()
    for share in shares:
        _add_share(document, share, by)
    document.refresh_from_db()
    return document


def _refuse_change_for_others(
    document: ExpenseDocument, fields: Mapping[str, Any], programmes: set[int]
) -> None:
    """What others rely on stays: once somebody else carries a share, the document itself is fixed."""
    if not document.shares.exclude(line__budget__programme__in=programmes).exists():
        return
    if any(getattr(document, name) != value for name, value in fields.items()):
        raise GuardsFailed(
            [
                _(
                    "This document is used elsewhere too, so its own data stay. You can change your share."
                )
            ]
        )


def _refuse_closed(day: date | None, programmes: list[int]) -> None:
    if day is None:
        return
    closed = ClosedBooks.objects.filter(programme__in=programmes, until__gte=day).first()
    if closed:
        until = closed.until.isoformat()
        raise GuardsFailed(
            [
                _(
                    "Expenses paid up to %s were reported and stay as they are. Enter a correction later."
                )
                % until
            ]
        )


@transaction.atomic
def close_books(*, programme: Programme, until: date | None, by: Any) -> None:
    """From now on expenses paid up to `until` stay as they are; None opens all of them."""
    if until is None:
        ClosedBooks.objects.filter(programme=programme).delete()
    else:
        ClosedBooks.objects.update_or_create(programme=programme, defaults={"until": until})
