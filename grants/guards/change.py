"""Facts about changes of an agreement's costs and terms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from finance.money import format_money
from grants.rules import change as rules
from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Annex

Sentences = Iterator[str | Promise]


@guard
def lines_are_as_they_were(change: Any) -> Sentences:
    """Somebody may have changed a position meanwhile, and documents may charge more to it by now."""
    lines = {line.pk: line for line in change.agreement.lines().with_spending()}
    for row in change.rows:
        line = lines.get(row["line"])
        if row["line"] is None:
            continue
        if line is None or line.amount != Decimal(row["before"]):
            yield _("“%(name)s” has changed since. Write the change anew.") % {"name": row["name"]}
        elif line.spent > Decimal(row["after"]):
            yield _("Documents charge %(spent)s to “%(name)s”: it cannot have less.") % {
                "spent": format_money(line.spent, change.agreement.currency),
                "name": row["name"],
            }


#: Said when an annex is drawn up and when it is signed.
ANNEX_TOO_LATE = _("An annex changes a signed agreement, until its report is handed in.")


@guard(ANNEX_TOO_LATE)
def agreement_is_carried_out(annex: Annex) -> bool:
    """After the report a change of terms would pay, or take, what was judged already."""
    return annex.agreement.state in rules.WHILE


@guard(_("The day of signing lies in the future."))
def annex_day_has_come(annex: Annex, signed_on: date, at: datetime) -> bool:
    return signed_on <= timezone.localdate(at)


@guard
def pool_allows(annex: Annex) -> Sentences:
    """All standing agreements of the call together stay within its pool."""
    if annex.amount is None:
        return
    call = annex.agreement.call
    others = call.agreements.exclude(state__in=["terminated", "resigned"]).exclude(
        pk=annex.agreement_id
    )
    granted = others.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    if granted + annex.amount > call.pool:
        yield _("The pool has %(left)s left for this agreement.") % {
            "left": format_money(call.pool - granted, call.currency)
        }


@guard
def covers_what_was_paid(annex: Annex) -> Sentences:
    if annex.amount is None:
        return
    paid = annex.agreement.paid_out()
    if annex.amount < paid:
        yield _("%(paid)s went out already: less than that is a matter of the settlement.") % {
            "paid": format_money(paid, annex.agreement.currency)
        }
