"""A settlement with a cost that was not accepted: the grantee returns it with interest from the transfer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cms.demo.days import days_ago
from cms.demo.grants import Stage
from finance.actions.interest import keep_rate
from grants.actions.settlement import Wanted, account_of_settlement, cut_costs, take_refund
from grants.models import Agreement
from workflows import clock

CUT = Decimal("120.00")
RATE_SINCE, RATE = date(2025, 12, 4), Decimal("11.00")


def play(stage: Stage, agreement: Agreement) -> None:
    """Part of one invoice was for something else than the project; it comes back within the days given."""
    keep_rate(since=RATE_SINCE, percent=RATE, source="Ordynacja podatkowa, art. 56", by=stage.staff)
    share = agreement.shares()[0]
    with clock.at(days_ago(76)):
        cut_costs(
            agreement=agreement,
            wanted={
                share.pk: Wanted(CUT, "Na fakturze jest też zakup spoza projektu.", misused=True)
            },
            by=stage.staff,
        )
        agreement.ask_for_refund(
            by=stage.staff,
            accepted=agreement.acceptable(),
            note="Wszystko inne się zgadza. Dziękujemy za dobrze opisane sprawozdanie.",
        )
    day = days_ago(66).date()
    with clock.at(days_ago(65)):
        take_refund(
            agreement=agreement,
            refunded_on=day,
            amount=account_of_settlement(agreement, on=day).due,
            by=stage.staff,
            seen=agreement.version,
        )
