"""A document is paid for once: the shares of all programmes together never exceed it."""

from contextlib import suppress
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from finance.actions.expenses import ShareWanted, change_expense, record_expense
from finance.models import ExpenseDocument, ExpenseShare
from tests.factories.people import make_admin
from tests.factories.reporting import make_line, make_programme
from workflows import clock
from workflows.errors import GuardsFailed

pytestmark = pytest.mark.django_db


def enter(line, amount, gross="100.00", **changes):
    fields = {
        "number": "FV 1/2026", "issued_on": clock.today(), "paid_on": clock.today(),
        "seller_name": "Papiernia", "seller_nip": "", "ksef_number": "", "gross": Decimal(gross),
        "currency": "PLN", "purpose": "Papier",
    }  # fmt: skip
    share = ShareWanted(line=line, amount=Decimal(amount))
    return record_expense(shares=[share], by=make_admin(), **fields | changes)


@pytest.fixture
def lines():
    return [make_line(make_programme()) for _ in range(3)]


def test_two_programmes_may_share_a_document_to_its_last_grosz(lines):
    enter(lines[0], "60.01")
    document = enter(lines[1], "39.99")

    assert ExpenseDocument.objects.get() == document
    assert document.free.amount == 0


def test_one_grosz_more_is_refused_without_telling_where_the_rest_lies(lines):
    enter(lines[0], "60.00")

    with pytest.raises(GuardsFailed) as refusal:
        enter(lines[1], "40.01")

    assert "100,00" in refusal.value.sentences[0]
    assert lines[0].budget.programme.title not in refusal.value.sentences[0]
    assert "60" not in refusal.value.sentences[0]
    assert ExpenseShare.objects.count() == 1


@pytest.mark.parametrize(
    "written",
    [
        {"number": "fv 1/2026"},
        {"number": "FV1/2026"},
        {"number": "FV-1/2026"},
        {"seller_name": "PAPIERNIA"},
        {"ksef_number": "5260250995-20261103-AB12-34"},
    ],
)
def test_the_same_document_written_otherwise_is_still_the_same(lines, written):
    enter(lines[0], "60.00")

    with pytest.raises(GuardsFailed):
        enter(lines[1], "50.00", **written)


def test_a_known_document_with_another_amount_is_asked_about(lines):
    enter(lines[0], "60.00")

    with pytest.raises(GuardsFailed):
        enter(lines[1], "10.00", gross="200.00")


def test_the_database_itself_refuses_more_than_the_whole(lines):
    document = enter(lines[0], "60.00")

    with pytest.raises(IntegrityError), transaction.atomic():
        ExpenseDocument.objects.filter(pk=document.pk).update(shared=Decimal("100.01"))


def test_others_share_stays_when_one_changes_theirs(lines):
    enter(lines[0], "60.00")
    document = enter(lines[1], "10.00")
    mine = lines[1].budget.programme_id

    changed = change_expense(
        document=document,
        shares=[ShareWanted(line=lines[1], amount=Decimal("40.00"))],
        programmes={mine},
        by=make_admin(),
    )

    assert changed.shared == Decimal("100.00")
    assert ExpenseShare.objects.get(line=lines[0]).amount == Decimal("60.00")
    with pytest.raises(GuardsFailed):
        change_expense(
            document=document, shares=[], programmes={mine}, by=make_admin(), gross=Decimal(60)
        )


@settings(max_examples=10)
@given(st.lists(st.integers(1, 6000), min_size=3, max_size=3))
def test_whatever_is_asked_for_the_sum_never_exceeds_the_document(cents):
    with transaction.atomic():
        lines = [make_line(make_programme()) for _ in range(3)]
        for line, amount in zip(lines, cents, strict=True):
            with suppress(GuardsFailed):
                enter(line, Decimal(amount) / 100)
        document = ExpenseDocument.objects.get()
        carried = sum(share.amount for share in document.shares.all())
        assert carried == document.shared <= document.gross
        transaction.set_rollback(True)


def test_an_amount_in_another_currency_is_charged_half_up(lines):
    share = ShareWanted(line=lines[0], amount=Decimal("100.00"), rate=Decimal("4.3215"))

    assert share.charged == Decimal("23.14")
