"""Facts about an agreement and its report that their moves ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from finance.money import format_money
from grants.rules.report import missing_of
from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Agreement

Sentences = Iterator[str | Promise]


@guard
def signed_day_has_come(agreement: Agreement, signed_on: date, at: datetime) -> Sentences:
    decided = agreement.application.decided_at
    if signed_on > timezone.localdate(at):
        yield _("The day of signing lies in the future.")
    elif decided and signed_on < timezone.localdate(decided):
        yield _("The agreement cannot be older than the decision to grant it.")


@guard
def number_is_free(agreement: Agreement, number: str) -> Sentences:
    if not number.strip():
        yield _("Write the number of the agreement.")
    elif type(agreement).objects.exclude(pk=agreement.pk).filter(number=number.strip()).exists():
        yield _("Another agreement has that number.")


@guard
def payment_went_out(agreement: Agreement, paid_on: date | None) -> Sentences:
    if paid_on is None:
        yield _("Confirm the payment first.")


@guard
def report_is_complete(agreement: Agreement) -> Sentences:
    yield from missing_of(agreement)


@guard(_("Write what the grantee has to correct."))
def has_reasons(agreement: Agreement, reasons: str) -> bool:
    return bool(reasons.strip())


@guard(_("Give a day that is still ahead."))
def correction_day_is_ahead(agreement: Agreement, due_at: datetime, at: datetime) -> bool:
    return due_at > at


@guard
def accepted_is_covered(agreement: Agreement, accepted: Decimal) -> Sentences:
    """Nothing is accepted beyond the grant or beyond what documents prove."""
    spent = agreement.acceptable()
    if accepted < 0:
        yield _("The accepted amount is not below zero.")
    if accepted > agreement.amount:
        yield _("The grant is %(grant)s; more cannot be accepted.") % {
            "grant": format_money(agreement.amount, agreement.currency)
        }
    elif accepted > spent:
        known = (
            _("Documents prove %(spent)s; more cannot be accepted.")
            if agreement.call.gives_money
            else _("Things worth %(spent)s were given for good; more cannot be accepted.")
        )
        yield known % {"spent": format_money(spent, agreement.currency)}


@guard
def less_is_explained(agreement: Agreement, accepted: Decimal, note: str) -> Sentences:
    if accepted < min(agreement.spent_from_grant(), agreement.amount) and not note.strip():
        yield _("You accept less than the documents prove: write why, the grantee will read it.")


@guard(_("Nothing is left to return: settle the agreement."))
def something_is_left(agreement: Agreement, accepted: Decimal) -> bool:
    return accepted < agreement.money_out()


@guard(_("Part of the grant was not spent: it comes back before the agreement is settled."))
def nothing_is_left(agreement: Agreement, accepted: Decimal) -> bool:
    return accepted >= agreement.money_out()


@guard(_("The day of the return lies in the future."))
def refund_day_has_come(agreement: Agreement, refunded_on: date, at: datetime) -> bool:
    return refunded_on <= timezone.localdate(at)


@guard(_("Money went out already: report on it and return what is left."))
def nothing_was_paid(agreement: Agreement) -> bool:
    return not agreement.paid_out()


@guard
def nothing_is_asked(agreement: Agreement) -> Sentences:
    """What was asked about a document is answered before the report goes on."""
    for entry in agreement.register.in_state("asked"):
        yield _("A question about “%(document)s” is not answered yet.") % {"document": entry.name}
