"""The large edition after its decision: who resigns, who moves up from the reserve, reports, refunds, the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from cms.demo.awards import pay_out, report
from cms.demo.days import days_ago
from cms.demo.grants import Stage
from finance.actions.interest import keep_rate
from grants.actions.reserve import move_up, next_on_reserve
from grants.actions.settlement import Wanted, account_of_settlement, cut_costs, take_refund
from grants.models import Agreement, Call
from workflows import clock

RESIGNS_EVERY = 5
RATE_SINCE, RATE = date(2020, 1, 1), Decimal("11.00")
LESS = Decimal("0.94")
CUT = Decimal("60.00")


def play(stage: Stage, call: Call) -> None:
    """Some resign, the reserve moves up, everybody else is paid, reports and settles; the call is finished."""
    keep_rate(
        since=RATE_SINCE, percent=RATE, source="Ordynacja podatkowa, art. 56", by=stage.cast.finance
    )
    resign(call)
    raise_from_reserve(stage, call)
    for place, agreement in enumerate(_standing(call)):
        pay_out(stage, agreement)
        ENDS[place % len(ENDS)](stage, agreement)
    with clock.at(days_ago(60)):
        Call.objects.get(pk=call.pk).finish(by=stage.staff)


def _standing(call: Call) -> list[Agreement]:
    rows = Agreement.objects.filter(call=call).in_state("prepared").order_by("ordinal")
    return list(rows.select_related("application__author", "call__activity__programme"))


def resign(call: Call) -> None:
    """Every fifth grantee does not take the grant."""
    for agreement in _standing(call)[::RESIGNS_EVERY]:
        with clock.at(days_ago(212)):
            agreement.resign(
                by=agreement.application.author,
                note="Gmina sfinansuje to w całości ze swoich środków.",
            )


def raise_from_reserve(stage: Stage, call: Call) -> None:
    """The next ones on the reserve list get what became free, as far as it reaches."""
    with clock.at(days_ago(210)):
        while (waiting := next_on_reserve(call)) and (
            (waiting.requested_amount or 0) <= call.left_of_pool()
        ):
            move_up(call=call, reason="Ktoś zrezygnował.", by=stage.staff)


def settled(stage: Stage, agreement: Agreement) -> None:
    """Everything was spent as agreed."""
    report(agreement, days_ago(105), share=Decimal(1))
    with clock.at(days_ago(95)):
        _now(agreement).settle(by=stage.staff, accepted=agreement.amount)


def corrected(stage: Stage, agreement: Agreement) -> None:
    """The report came back once."""
    report(agreement, days_ago(105), share=Decimal(1))
    with clock.at(days_ago(98)):
        _now(agreement).return_report(
            by=stage.staff, reasons="Dołącz dwa zdjęcia z prac.", due_at=days_ago(90, 23)
        )
    with clock.at(days_ago(92)):
        _now(agreement).hand_in_report(by=agreement.application.author)
    with clock.at(days_ago(88)):
        _now(agreement).settle(by=stage.staff, accepted=agreement.amount)


def unspent(stage: Stage, agreement: Agreement) -> None:
    """What was left came back in time, without interest."""
    report(agreement, days_ago(105), share=LESS)
    _refund(stage, agreement)


def misused(stage: Stage, agreement: Agreement) -> None:
    """A part of one invoice was for something else: it came back with interest from the transfer."""
    report(agreement, days_ago(105), share=Decimal(1))
    share = agreement.shares()[0]
    with clock.at(days_ago(95)):
        why = "Na fakturze jest też zakup spoza projektu."
        cut_costs(
            agreement=agreement, wanted={share.pk: Wanted(CUT, why, misused=True)}, by=stage.staff
        )
    _refund(stage, agreement)


def _refund(stage: Stage, agreement: Agreement) -> None:
    with clock.at(days_ago(95)):
        now = _now(agreement)
        now.ask_for_refund(by=stage.staff, accepted=now.acceptable(), note="Reszta się zgadza.")
    day = days_ago(86).date()
    with clock.at(days_ago(85)):
        now = _now(agreement)
        take_refund(
            agreement=now,
            refunded_on=day,
            amount=account_of_settlement(now, on=day).due,
            by=stage.staff,
            seen=now.version,
        )


def _now(agreement: Agreement) -> Agreement:
    return Agreement.objects.get(pk=agreement.pk)


ENDS: tuple[Callable[[Stage, Agreement], None], ...] = (
    settled,
    unspent,
    settled,
    misused,
    corrected,
)
