"""What comes back, when and with what interest; grants that are given up go to the next on the reserve list."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from finance.actions.interest import keep_rate
from finance.models import InterestRate
from grants.actions.reserve import move_up
from grants.actions.settlement import Wanted, account_of_settlement, cut_costs, take_refund
from grants.models import Agreement, CostCut
from tests.factories.grants import staff_of
from tests.factories.grants_later import (
    decide,
    enter,
    make_agreement,
    make_assessed_call,
    pay,
    write_report,
)
from tests.factories.people import make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message, Turn

pytestmark = pytest.mark.django_db


@pytest.fixture
def rate(db):
    return InterestRate.objects.create(
        since=date(2020, 1, 1), percent=Decimal("14.50"), source="Monitor Polski"
    )


def fresh(agreement):
    return Agreement.objects.get(pk=agreement.pk)


def at(name, agreement):
    return reverse(f"grants:{name}", args=[agreement.pk])


def cut(agreement, amount, *, misused=False, reason="Zakup spoza projektu."):
    share = agreement.shares().first()
    wanted = {share.pk: Wanted(Decimal(amount), reason, misused)}
    cut_costs(agreement=agreement, wanted=wanted, by=staff_of(agreement.call))


def asked(agreement):
    agreement.ask_for_refund(
        by=staff_of(agreement.call), accepted=agreement.acceptable(), note="Jedna faktura odpada."
    )
    return fresh(agreement)


# --- cuts ----------------------------------------------------------------------------------------


def test_what_is_cut_cannot_be_accepted():
    agreement = make_agreement("reported")
    cut(agreement, "200.00")

    assert agreement.acceptable() == Decimal(4800)
    with pytest.raises(GuardsFailed, match="800,00"):
        agreement.settle(by=staff_of(agreement.call), accepted=Decimal(5000))


@pytest.mark.parametrize(
    ("amount", "reason"), [("0", "x"), ("-1", "x"), ("5000.01", "x"), ("100", " ")]
)
def test_a_cut_lies_within_its_document_and_says_why(amount, reason):
    agreement = make_agreement("reported")

    with pytest.raises(GuardsFailed):
        cut(agreement, amount, reason=reason)
    assert not CostCut.objects.exists()


def test_nobody_cuts_before_or_after_the_check():
    agreement = make_agreement("settled")

    with pytest.raises(GuardsFailed):
        cut(agreement, "100.00")


def test_the_grantee_does_not_cut():
    agreement = make_agreement("reported")

    with pytest.raises(NotYours):
        cut_costs(agreement=agreement, wanted={}, by=agreement.application.author)


def typed_cut(agreement, amount, reason="Zakup spoza projektu.", **more):
    share = agreement.shares().first()
    return {f"amount-{share.pk}": amount, f"reason-{share.pk}": reason} | {
        f"{name}-{share.pk}": value for name, value in more.items()
    }


def test_staff_cut_on_the_page_and_take_a_cut_back(client_of):
    agreement = make_agreement("reported")
    client = client_of(staff_of(agreement.call))

    client.post(at("cuts", agreement), typed_cut(agreement, "200,00", misused="on"))
    kept = CostCut.objects.get()
    client.post(at("cuts", agreement), typed_cut(agreement, "", ""))

    assert (kept.amount, kept.misused) == (Decimal(200), True)
    assert not CostCut.objects.exists()


@pytest.mark.parametrize(
    ("amount", "reason"),
    [("dużo", "x"), ("5001", "x"), ("-5", "x"), ("100", ""), ("100", "x" * 501), ("9" * 30, "x")],
)
def test_a_cut_that_cannot_be_gets_a_sentence(client_of, amount, reason):
    agreement = make_agreement("reported")

    response = client_of(staff_of(agreement.call)).post(
        at("cuts", agreement), typed_cut(agreement, amount, reason)
    )

    assert response.status_code == 422
    assert response.context["form"].errors


# --- what comes back -----------------------------------------------------------------------------


def test_unspent_money_bears_interest_from_the_day_after_the_deadline_only(rate):
    agreement = make_agreement("refund_due")
    due = agreement.refund_due_on

    in_time = account_of_settlement(agreement, on=due)
    late = account_of_settlement(agreement, on=due + timedelta(days=10))

    assert (in_time.principal, in_time.interest) == (Decimal(500), Decimal(0))
    assert late.interest == Decimal("1.99")  # 500 × 14,5% × 10 / 365 = 1,986…
    assert late.parts[0].since == due + timedelta(days=1)


def test_misused_money_bears_interest_from_its_transfer(rate):
    agreement = make_agreement("reported")
    cut(agreement, "1000.00", misused=True)
    agreement = asked(agreement)

    account = account_of_settlement(agreement, on=agreement.paid_on + timedelta(days=364))

    assert account.parts[0].since == agreement.paid_on
    assert account.interest == Decimal("145.00")
    assert account.due == Decimal("1145.00")


def test_misused_and_unspent_money_are_reckoned_apart(rate):
    agreement = make_agreement("paid")
    enter(agreement, "4500.00")
    write_report(agreement)
    agreement.hand_in_report(by=agreement.application.author)
    cut(agreement, "300.00", misused=True)
    agreement = asked(agreement)

    account = account_of_settlement(agreement, on=clock.today())

    assert {part.key: part.amount for part in account.parts} == {
        "misused": Decimal(300),
        "unspent": Decimal(500),
    }
    assert account.accepted + account.principal == account.paid_out


def test_misused_money_has_its_own_deadline():
    agreement = make_agreement("reported", refund_days=30, misuse_refund_days=15)
    cut(agreement, "1000.00", misused=True)

    assert asked(agreement).refund_due_on == clock.today() + timedelta(days=15)


def test_a_day_without_a_rate_is_named_instead_of_a_wrong_sum(client_of):
    agreement = make_agreement("reported")
    cut(agreement, "1000.00", misused=True)
    agreement = asked(agreement)

    response = client_of(staff_of(agreement.call)).get(at("settlement", agreement))

    assert response.status_code == 200
    assert response.context["missing"]
    with pytest.raises(GuardsFailed):
        take_refund(
            agreement=agreement,
            refunded_on=clock.today(),
            amount=Decimal(1000),
            by=staff_of(agreement.call),
            seen=agreement.version,
        )


def test_the_grantee_follows_the_calculation(client_of, rate):
    agreement = make_agreement("reported")
    cut(agreement, "1000.00", misused=True)
    agreement = asked(agreement)

    page = client_of(agreement.application.author).get(at("settlement", agreement))

    html = page.content.decode()
    assert "Zakup spoza projektu." in html
    assert "14,5" in html
    assert client_of(make_user()).get(at("settlement", agreement)).status_code == 404


@pytest.mark.parametrize("amount", ["499.99", "500.01", "0"])
def test_another_sum_than_was_due_does_not_settle(client_of, rate, amount):
    agreement = make_agreement("refund_due")

    response = client_of(staff_of(agreement.call)).post(
        reverse("grants:agreement-move", args=[agreement.pk, "record_refund"]),
        {"refunded_on": clock.today().isoformat(), "amount": amount, "version": agreement.version},
    )

    assert response.status_code == 422
    assert fresh(agreement).state == "refund_due"


def test_the_whole_sum_settles_and_stays_on_record(client_of, rate):
    agreement = make_agreement("refund_due")

    client_of(staff_of(agreement.call)).post(
        reverse("grants:agreement-move", args=[agreement.pk, "record_refund"]),
        {"refunded_on": clock.today().isoformat(), "amount": "500", "version": agreement.version},
    )

    settled = fresh(agreement)
    assert (settled.state, settled.refunded_amount) == ("settled", Decimal(500))


def test_the_last_tranche_is_paid_as_far_as_the_accepted_amount_reaches():
    agreement = make_agreement("reported", tranches=[("80", "signed"), ("20", "final")])
    cut(agreement, "400.00")

    agreement.settle(by=staff_of(agreement.call), accepted=Decimal(4600))

    assert [payment.amount for payment in agreement.payments.order_by("pk")] == [
        Decimal(4000),
        Decimal(600),
    ]


# --- rates ---------------------------------------------------------------------------------------


def test_finance_staff_keep_the_rates(client_of):
    agreement = make_agreement()
    client, page = client_of(staff_of(agreement.call)), reverse("finance:rates")
    typed = {"since": "2026-01-01", "percent": "11,00", "source": "M.P. 2025 poz. 1"}

    client.post(page, typed)
    client.post(page, typed | {"percent": "10,50"})

    assert InterestRate.objects.get().percent == Decimal("10.50")
    assert client_of(make_user()).get(page).status_code == 404
    with pytest.raises(NotYours):
        keep_rate(since=date(2026, 1, 1), percent=Decimal(1), source="x", by=make_user())


@pytest.mark.parametrize(
    "changes",
    [
        {"since": ""},
        {"since": "kiedyś"},
        {"percent": ""},
        {"percent": "-1"},
        {"percent": "101"},
        {"percent": "1,001"},
        {"source": ""},
        {"source": "x" * 201},
    ],
)
def test_a_rate_that_cannot_be_gets_a_sentence(client_of, changes):
    agreement = make_agreement()
    typed = {"since": "2026-01-01", "percent": "11,00", "source": "M.P."}

    response = client_of(staff_of(agreement.call)).post(reverse("finance:rates"), typed | changes)

    assert response.status_code == 422
    assert not InterestRate.objects.exists()


# --- given up, and the reserve -------------------------------------------------------------------


def make_call_with_reserve(pool="10000.00"):
    """Two grants of 5 000 PLN and two applications on the reserve list."""
    sheets = [("9", "5"), ("8", "5"), ("7", "5"), ("6", "5")]
    amounts = ["5000.00", "5000.00", "5000.00", "4000.00"]
    rows = [(amount, one, one) for amount, one in zip(amounts, sheets, strict=True)]
    call = make_assessed_call(*rows, pool=Decimal(pool))
    decide(call)
    return call


def test_the_grantee_gives_the_grant_up_with_a_reason():
    agreement = make_agreement("signed")

    agreement.resign(by=agreement.application.author, note="Grupa się rozpadła.")

    assert fresh(agreement).state == "resigned"
    assert agreement.payments.get().state == "cancelled"
    assert "Grupa się rozpadła." in Message.objects.get(template="grants/agreement_resigned").body
    assert not Turn.objects.of(agreement).exists()


def test_nobody_gives_up_money_that_went_out_or_another_s_grant():
    agreement = make_agreement("signed")
    with pytest.raises(NotYours):
        agreement.resign(by=staff_of(agreement.call), note="Bo tak.")
    sign_and_paid = make_agreement("signed", tranches=[("50", "signed"), ("50", "final")])
    pay(sign_and_paid)

    with pytest.raises(Exception, match=r"."):
        sign_and_paid.resign(by=sign_and_paid.application.author, note="Za późno.")


def test_a_grant_given_up_frees_its_money_for_the_next():
    call = make_call_with_reserve()
    agreement = call.agreements.first()
    before = call.left_of_pool()
    with pytest.raises(GuardsFailed):
        move_up(call=call, reason="Ktoś zrezygnował.", by=staff_of(call))
    agreement.resign(by=agreement.application.author, note="Rezygnujemy.")

    moved = move_up(call=call, reason="Ktoś zrezygnował.", by=staff_of(call))

    assert (before, call.left_of_pool()) == (Decimal(0), Decimal(0))
    assert (moved.state, moved.agreement.amount) == ("funded", Decimal(5000))
    assert Message.objects.filter(
        template="grants/decision_funded", recipient=moved.author
    ).exists()
