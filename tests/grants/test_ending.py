"""An agreement that ends early: on grounds, with what comes back until when, and who moves up in its place."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from finance.models import InterestRate, PaymentOrder
from grants.actions.reserve import move_up
from grants.actions.settlement import account_of_settlement
from grants.models import Agreement, Application
from tests.factories.grants import staff_of
from tests.factories.grants_later import (
    decide,
    enter,
    make_agreement,
    make_assessed_call,
    pay,
    sign,
)
from tests.factories.people import make_membership, make_user
from workflows import clock
from workflows.models import Message, Turn

pytestmark = pytest.mark.django_db
CALLED_OFF = {
    "grounds": "not_carried_out",
    "accepted": "0",
    "misused": "0",
    "note": "Prace stanęły w maju.",
}


@pytest.fixture(autouse=True)
def rate(db):
    return InterestRate.objects.create(
        since=date(2020, 1, 1), percent=Decimal("14.50"), source="Monitor Polski"
    )


def fresh(agreement):
    return Agreement.objects.get(pk=agreement.pk)


def move(client, agreement, name, **typed):
    address = reverse("grants:agreement-move", args=[agreement.pk, name])
    return client.post(address, {"version": fresh(agreement).version} | typed)


def test_nothing_was_paid_so_nothing_comes_back(client_of):
    agreement = make_agreement("signed")
    staff = client_of(staff_of(agreement.call))

    move(staff, agreement, "terminate", grounds="agreed", note="Szkoła zamknęła podwórko.")

    ended = fresh(agreement)
    assert (ended.state, ended.ended_because) == ("terminated", "agreed")
    assert not Turn.objects.of(ended).exists()
    letter = Message.objects.get(template="grants/agreement_terminated").body
    assert "zgodna decyzja obu stron" in letter
    assert "zgodna decyzja obu stron" in staff.get(ended.get_absolute_url()).text


@pytest.mark.parametrize(
    ("state", "who", "name", "said"),
    [
        ("signed", "grantee", "resign", "następny wniosek z listy rezerwowej"),
        ("signed", "staff", "terminate", "nic już nie zostanie wypłacone"),
        ("paid", "staff", "call_off", "ile i do kiedy"),
    ],
)
def test_before_an_agreement_ends_the_page_says_that_it_is_for_good(
    client_of, state, who, name, said
):
    agreement = make_agreement(state)
    user = agreement.application.author if who == "grantee" else staff_of(agreement.call)

    page = client_of(user).get(reverse("grants:agreement-move", args=[agreement.pk, name])).text

    assert "kończy się na dobre" in page
    assert said in page


@pytest.mark.parametrize("state", ["paid", "reported", "returned"])
def test_money_that_is_out_is_asked_for_until_a_day(client_of, state):
    agreement = make_agreement(state, refund_days=14)

    move(client_of(staff_of(agreement.call)), agreement, "call_off", **CALLED_OFF)

    ended = fresh(agreement)
    assert (ended.state, ended.unspent) == ("recovery", Decimal(5000))
    assert ended.refund_due_on == clock.today() + timedelta(days=14)
    assert Turn.objects.of(ended).filter(holder=agreement.application.author).exists()
    letter = Message.objects.get(template="grants/agreement_called_off").body
    assert "Prace stanęły w maju." in letter
    assert "projekt nie jest realizowany" in letter


def test_misused_money_bears_interest_from_its_transfer_and_has_its_own_days(client_of):
    agreement = make_agreement("paid", misuse_refund_days=15)
    enter(agreement, "4000.00")
    typed = CALLED_OFF | {"grounds": "misused", "accepted": "3000", "misused": "1500"}

    move(client_of(staff_of(agreement.call)), agreement, "call_off", **typed)

    ended = fresh(agreement)
    account = account_of_settlement(ended, on=ended.paid_on + timedelta(days=364))
    parts = {part.key: part.amount for part in account.parts}
    assert parts == {"misused": Decimal(1500), "unspent": Decimal(500)}
    assert account.parts[0].interest == Decimal("217.50")  # 1500 × 14,5% × 365 / 365
    assert ended.refund_due_on == clock.today() + timedelta(days=15)


@pytest.mark.parametrize(
    "changes",
    [
        {"grounds": ""},
        {"grounds": "kaprys"},
        {"note": " "},
        {"note": "x" * 4001},
        {"accepted": "dużo"},
        {"accepted": "-1"},
        {"accepted": "4000,01"},
        {"misused": "5000,01"},
        {"misused": "-1"},
        {"grounds": "misused", "misused": "0"},
    ],
)
def test_what_does_not_fit_gets_a_sentence_and_stays_as_typed(client_of, changes):
    agreement = make_agreement("paid")
    enter(agreement, "4000.00")

    response = move(
        client_of(staff_of(agreement.call)), agreement, "call_off", **(CALLED_OFF | changes)
    )

    assert response.status_code == 422
    assert "Prace stanęły w maju." in response.text or "note" in changes
    assert fresh(agreement).state == "paid"


def test_what_went_out_is_not_simply_terminated(client_of):
    agreement = make_agreement("paid")

    response = move(
        client_of(staff_of(agreement.call)), agreement, "terminate", grounds="other", note="x"
    )

    assert response.status_code == 409
    assert fresh(agreement).state == "paid"


def test_a_tranche_that_still_waits_is_not_paid(client_of):
    agreement = make_agreement("paid", tranches=((60, "signed"), (40, "interim")))

    move(client_of(staff_of(agreement.call)), agreement, "call_off", **CALLED_OFF)

    assert fresh(agreement).unspent == Decimal(3000)
    assert not PaymentOrder.objects.exclude(state__in=["paid", "cancelled"]).exists()


@pytest.mark.parametrize("who", ["grantee", "stranger", "tied"])
def test_only_staff_who_are_not_tied_to_the_grantee_call_it_off(client_of, who):
    agreement = make_agreement("paid")
    author, staff = agreement.application.author, staff_of(agreement.call)
    if who == "tied":
        both = make_membership(author.person)
        make_membership(staff.person, both.organisation)
    user = {"grantee": author, "stranger": make_user(), "tied": staff}[who]

    response = move(client_of(user), agreement, "call_off", **CALLED_OFF)

    assert response.status_code == (404 if who == "stranger" else 403)
    assert fresh(agreement).state == "paid"


def test_the_sum_that_was_due_ends_it_and_another_does_not(client_of):
    agreement = make_agreement("paid")
    staff = client_of(staff_of(agreement.call))
    move(staff, agreement, "call_off", **CALLED_OFF)
    back = {"refunded_on": clock.today().isoformat()}

    short = move(staff, agreement, "record_recovery", amount="4999.99", **back)
    move(staff, agreement, "record_recovery", amount="5000", **back)

    assert short.status_code == 422
    assert (fresh(agreement).state, fresh(agreement).refunded_amount) == (
        "terminated",
        Decimal(5000),
    )
    assert Message.objects.filter(template="grants/agreement_recovered").exists()


def test_the_next_on_the_reserve_moves_up_once_the_money_is_back(client_of):
    rows = [("5000.00", ("9", "4"), ("9", "4")), ("5000.00", ("8", "4"), ("8", "4"))]
    call = make_assessed_call(
        *rows,
        pool=Decimal(5000),
        max_grant=Decimal(5000),
        eligible_from=clock.today() - timedelta(days=2),
    )
    decide(call)
    agreement = Agreement.objects.get(call=call)
    sign(agreement)
    pay(fresh(agreement))
    staff = staff_of(call)
    move(client_of(staff), agreement, "call_off", **CALLED_OFF)
    still_out = call.left_of_pool()

    move(
        client_of(staff),
        agreement,
        "record_recovery",
        refunded_on=clock.today().isoformat(),
        amount="5000",
    )
    call.refresh_from_db()
    moved = move_up(call=call, reason="Ktoś zrezygnował.", by=staff)

    assert still_out == 0
    assert Application.objects.get(pk=moved.pk).state == "funded"
    assert Agreement.objects.filter(call=call).count() == 2
