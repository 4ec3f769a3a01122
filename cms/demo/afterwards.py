"""After the award: agreements on their way to be signed, accounts to be confirmed, transfers at the bank."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from cms.demo.assessing import ask_everybody, assess_everything, name_judges
from cms.demo.awards import name_account, send_out
from cms.demo.grants import Stage, days_ago
from cms.demo.ideas import IDEAS
from cms.demo.numbers import invented_account
from cms.demo.telling import decide_and_tell
from finance.actions.banking import keep_statement, make_transfer_file, set_payer_account
from finance.models import PaymentOrder
from grants.actions.agreement import sign_agreement
from grants.actions.committee import Votes
from grants.actions.meeting import (
    call_meeting,
    note_coming,
    recuse_from_item,
    take_up,
    vote_on_item,
)
from grants.actions.minutes import describe_course, send_minutes
from grants.actions.payout import record_payment
from grants.documents.minutes import draft_content
from grants.models import Agreement, Call, Minutes
from grants.rules.ending import Grounds
from people.models import User
from workflows import clock
from workflows.moves import SYSTEM
from workflows.roles import give_role


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
    hold_meeting(stage, call)
    decide_and_tell(
        stage, call, days_ago(9), note="Pula wystarczyła na wszystkie wnioski powyżej progu."
    )
    sign_minutes(stage, call)
    return call


def hold_meeting(stage: Stage, call: Call) -> None:
    """The committee meets in the morning of the decision: one member leaves for the first item."""
    chair, (deputy, neighbour, member) = stage.cast.chair, stage.cast.assessors[5:8]
    secretary = stage.cast.coordinator
    roles = {deputy: "deputy", neighbour: "member", member: "member", secretary: "secretary"}
    for person, role in roles.items():
        give_role(person, role, call, by=stage.staff)
    with clock.at(days_ago(12)):
        meeting = call_meeting(
            call=call,
            starts_at=days_ago(9, 9),
            place="Rybnik, ul. Wspólna 7, sala 12",
            by=secretary,
        )
    with clock.at(start := days_ago(9, 9)):
        meeting.open_meeting(by=secretary, at=start)
    kept: dict[str, Any] = {"meeting": meeting, "by": secretary}
    for minute, person in enumerate([chair, *roles]):
        note_coming(person=person, at=start + timedelta(minutes=minute), **kept)
    first = call.applications.in_state("admitted").in_order_of_number().first()
    take_up(application=first, at=start + timedelta(minutes=15), **kept)
    recuse_from_item(
        person=neighbour,
        reason="mieszka w sąsiednim domu",
        at=start + timedelta(minutes=16),
        **kept,
    )
    vote_on_item(votes=Votes(3, 0, 0), at=start + timedelta(minutes=27), **kept)
    take_up(application=None, at=start + timedelta(minutes=30), **kept)
    vote_on_item(votes=Votes(3, 0, 1), at=start + timedelta(minutes=55), **kept)
    with clock.at(end := start + timedelta(hours=1)):
        meeting.close_meeting(by=secretary, at=end)


def sign_minutes(stage: Stage, call: Call) -> None:
    """The secretary sends the minutes out; one remark sends them back once, and the chair has yet to confirm."""
    minutes = Minutes.objects.get(meeting__call=call)
    secretary, (deputy, neighbour, member) = stage.cast.coordinator, stage.cast.assessors[5:8]
    _send_minutes(minutes, secretary, days_ago(8, 10))
    with clock.at(days_ago(8, 12)):
        minutes.send_back(by=neighbour, note="Brakuje zdania o dyskusji nad drugim wnioskiem.")
    with clock.at(days_ago(7, 9)):
        describe_course(
            minutes=minutes,
            course="Przy drugim wniosku komisja rozmawiała o tym, kto zadba o ławki po zakończeniu projektu. Nikt nie zgłosił zdania odrębnego.",
            by=secretary,
            seen=minutes.version,
        )
    _send_minutes(minutes, secretary, days_ago(7, 10))
    for hour, person in enumerate((secretary, deputy, neighbour, member), start=11):
        with clock.at(days_ago(7, hour)):
            minutes.confirm(by=person, digest=minutes.digest)


def _send_minutes(minutes: Minutes, by: User, when: datetime) -> None:
    with clock.at(when):
        send_minutes(minutes=minutes, content=draft_content(minutes), by=by, seen=minutes.version)


def sign(stage: Stage, agreement: Agreement) -> None:
    """Sent on Monday, signed on Wednesday."""
    send_out(stage, agreement, days_ago(8))
    with clock.at(days_ago(6, 15)):
        sign_agreement(
            agreement=agreement,
            by=stage.staff,
            seen=agreement.version,
            number=agreement.number,
            signed_on=days_ago(6).date(),
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
