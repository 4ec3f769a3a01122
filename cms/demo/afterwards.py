"""After the award: agreements on their way to be signed, accounts to be confirmed, transfers at the bank."""

from __future__ import annotations

from decimal import Decimal

from cms.demo.assessing import ask_everybody, assess_everything, name_judges
from cms.demo.awards import have_signed, name_account, send_out
from cms.demo.days import days_ago
from cms.demo.grants import Stage
from cms.demo.ideas import IDEAS
from cms.demo.meeting import hold_meeting, send_back_and_sign
from cms.demo.numbers import invented_account
from cms.demo.telling import decide_on_ranking, tell
from finance.actions.banking import keep_statement, make_transfer_file, set_payer_account
from finance.models import PaymentOrder
from grants.actions.payout import record_payment
from grants.models import Agreement, Call
from grants.rules.ending import Grounds
from workflows import clock
from workflows.moves import SYSTEM


def play(stage: Stage) -> None:
    """Five grants of one call: being prepared, out to be signed, waiting for the account, at the bank, ended early."""
    call = decided_call(stage)
    grants = Agreement.objects.filter(call=call).order_by("ordinal")
    gives_up = stage.cast.applicants[15]
    _prepared, sent, signed, ordered = grants.exclude(application__author=gives_up)
    send_out(stage, sent, days_ago(6))
    sign(stage, signed)
    name_account(stage, signed, days_ago(3))
    with clock.at(days_ago(2)):
        signed.accounts.get().check_first(by=stage.cast.finance)
    sign(stage, ordered)
    name_account(stage, ordered, days_ago(6), confirmed=days_ago(5))
    at_the_bank(stage, ordered)
    call_it_off(stage, grants.get(application__author=gives_up))


def decided_call(stage: Stage) -> Call:
    """A call decided a week ago, with five grants of six applications."""
    given = {
        "pl": "przedwiośnie",
        "en": "early spring",
        "pool": Decimal("50000.00"),
        "committee_min": 4,
        "quorum": 3,
        "needs_meeting": True,
    }
    call = stage.opened(stage.call(6, opens=75, closes=45, **given))
    rows = [
        stage.submit(call, author, IDEAS[place], days_ago(58 - place))
        for place, author in enumerate(stage.cast.applicants[10:16])
    ]
    with clock.at(call.closes_at):
        call.close(by=SYSTEM, at=call.closes_at)
    for application in rows:
        stage.admit(application, days_ago(40))
    with clock.at(days_ago(35)):
        call.start_assessment(by=stage.staff)
    name_judges(stage, call)
    assess_everything(call, ask_everybody(stage, call, days_ago(33)), first_day=28)
    call.refresh_from_db()
    hold_meeting(stage, call, 12)
    note = "Pula wystarczyła na wszystkie wnioski powyżej progu."
    decide_on_ranking(stage, call, days_ago(12), note=note)
    send_back_and_sign(stage, call, 10)
    tell(stage, call, days_ago(9))
    return call


def sign(stage: Stage, agreement: Agreement) -> None:
    """Sent on Monday, signed on Wednesday."""
    have_signed(
        stage,
        agreement,
        sent=days_ago(8),
        signed=days_ago(6).date(),
        recorded=days_ago(6, 15),
    )


def call_it_off(stage: Stage, agreement: Agreement) -> None:
    """Paid, then given up: nearly all of it comes back, a part of it with interest from the transfer."""
    sign(stage, agreement)
    name_account(stage, agreement, days_ago(6), confirmed=days_ago(5))
    with clock.at(days_ago(5, 15)):
        record_payment(agreement=agreement, paid_on=days_ago(5).date(), by=stage.staff)
    with clock.at(days_ago(1)):
        Agreement.objects.get(pk=agreement.pk).call_off(
            by=stage.staff,
            grounds=Grounds.GIVEN_UP,
            accepted=Decimal(0),
            misused=Decimal("400.00"),
            note="Grupa się rozpadła. Za 400 zł kupiono namiot, którego nie ma w kosztorysie.",
        )


def at_the_bank(stage: Stage, agreement: Agreement) -> None:
    """The transfer went to the bank in a file; the statement with it is read and waits to be booked."""
    programme, keeper = agreement.programme, stage.cast.finance
    set_payer_account(
        programme=programme,
        name="Federacja, rachunek dotacji",
        address="ul. Wspólna 7, 44-200 Rybnik",
        number=invented_account(1),
        by=keeper,
    )
    payment = agreement.payment
    if payment is None:  # a signed agreement has one
        return
    payment = PaymentOrder.objects.get(pk=payment.pk)
    with clock.at(days_ago(2)):
        make_transfer_file(
            programme=programme,
            payments=[payment],
            format="elixir",
            encoding="windows-1250",
            on=days_ago(1).date(),
            by=keeper,
        )
    day = days_ago(1).date().isoformat()
    rows = [
        "Data księgowania;Kwota;Tytuł;Nazwa kontrahenta;Rachunek kontrahenta",
        f"{day};-{payment.amount};{payment.reference} {payment.title};{payment.payee};{payment.account}",
        f"{day};-315.00;Czynsz za biuro;Zarządca Budynku;{invented_account(2)}",
        f"{day};1200.00;Składka członkowska;Stowarzyszenie Pod Lipą;{invented_account(3)}",
    ]
    with clock.at(days_ago(0, 8)):
        keep_statement(
            programme=programme,
            name="wyciag.csv",
            content="\n".join(rows).encode(),
            by=keeper,
        )
