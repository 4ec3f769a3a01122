"""What is still paid once a report was judged: as far as the accepted amount reaches, and not a grosz further."""

from decimal import Decimal

import pytest

from grants.models import Agreement
from tests.factories.grants import staff_of
from tests.factories.grants_later import hand_in_report, make_agreement

pytestmark = pytest.mark.django_db

# 3,000 went out; 1,000 is free already and waits; 1,000 was to be paid after the settlement.
PARTS = ((60, "signed"), (20, "signed"), (20, "settled"))


@pytest.fixture
def reported():
    """Return a function that gives an agreement whose report proves so much."""

    def report(spent: str) -> Agreement:
        agreement = make_agreement("paid", tranches=PARTS)
        hand_in_report(agreement, spent=spent)
        return Agreement.objects.get(pk=agreement.pk)

    return report


def waiting(agreement):
    rows = agreement.payments.exclude(state__in=["paid", "cancelled"]).order_by("pk")
    return [int(payment.amount) for payment in rows]


@pytest.mark.parametrize(
    ("accepted", "then"),
    [
        ("3000.00", []),
        ("3500.00", [500]),
        ("4000.00", [1000]),
        ("4500.00", [1000, 500]),
        ("5000.00", [1000, 1000]),
    ],
)
def test_after_the_settlement_the_transfers_make_up_what_was_accepted(reported, accepted, then):
    agreement = reported(accepted)
    assert waiting(agreement) == [1000]

    agreement.settle(by=staff_of(agreement.call), accepted=Decimal(accepted))

    assert waiting(agreement) == then
    assert agreement.paid_out() + sum(then) == Decimal(accepted)
    assert sum(one.amount for one in agreement.tranches.all()) == Decimal(accepted)


def test_nothing_more_is_sent_while_money_is_asked_back(reported):
    """A transfer that waited would reach the grantee after the return, and stay there."""
    agreement = reported("2500.00")

    agreement.ask_for_refund(by=staff_of(agreement.call), accepted=Decimal(2500))

    assert waiting(agreement) == []
    assert agreement.unspent == 500


@pytest.mark.parametrize(("accepted", "then"), [("4000.00", [1000]), ("5000.00", [1000, 1000])])
def test_a_transfer_cancelled_while_the_report_is_read_is_planned_by_the_settlement(
    reported, accepted, then
):
    agreement = reported(accepted)
    transfer = agreement.payments.get(state__in=["planned", "held"])
    transfer.cancel(by=staff_of(agreement.call), note="Wyjaśniamy.")
    assert waiting(agreement) == []

    agreement.settle(by=staff_of(agreement.call), accepted=Decimal(accepted))

    assert waiting(agreement) == then


def test_a_refund_can_be_asked_for_after_a_transfer_was_cancelled(reported):
    agreement = reported("2500.00")
    agreement.payments.get(state__in=["planned", "held"]).cancel(
        by=staff_of(agreement.call), note="Wyjaśniamy."
    )

    agreement.ask_for_refund(by=staff_of(agreement.call), accepted=Decimal(2500))

    assert waiting(agreement) == []
    assert agreement.unspent == 500
