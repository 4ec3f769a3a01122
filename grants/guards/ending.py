"""Facts that ending an agreement asks for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from finance.money import format_money
from grants.rules.ending import Grounds
from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Agreement


@guard(_("Choose on what grounds."))
def has_grounds(agreement: Agreement, grounds: str) -> bool:
    return grounds in Grounds.values


@guard
def sums_fit(
    agreement: Agreement, grounds: str, accepted: Decimal, misused: Decimal
) -> Iterator[str | Promise]:
    """What is accepted was proven, and what was misused lies within what comes back."""
    most = min(agreement.acceptable(), agreement.money_out())
    if not 0 <= accepted <= most:
        yield _("Documents prove %(spent)s; accept that or less, not below zero.") % {
            "spent": format_money(most, agreement.currency)
        }
        return
    back = agreement.money_out() - accepted
    if not 0 <= misused <= back:
        yield _("%(back)s comes back; no more than that was misused.") % {
            "back": format_money(back, agreement.currency)
        }
    elif grounds == Grounds.MISUSED and not misused:
        yield _("Write how much was spent against its purpose.")
