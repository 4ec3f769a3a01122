"""An agreement: prepared by the decision, signed, paid, and ended."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from finance.models import BudgetLine, PaymentOrder
from grants.models import Agreement
from programmes.actions import give_programme_role
from tests.factories.grants import staff_of
from tests.factories.grants_later import (
    confirm_account,
    make_agreement,
    make_assessor,
    pay,
    sign,
)
from tests.factories.people import make_membership, make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message, StoredFile, Turn

pytestmark = pytest.mark.django_db


def page_of(agreement, name="agreement"):
    return reverse(f"grants:{name}", args=[agreement.pk])


def move_of(agreement, move):
    return reverse("grants:agreement-move", args=[agreement.pk, move])


def scan():
    return SimpleUploadedFile("umowa.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")


def signing(agreement, **changes):
    return {
        "scan": scan(),
        "number": agreement.number,
        "signed_on": clock.today().isoformat(),
        "account": "",
        "pay_by": "",
        "version": agreement.version,
    } | changes


def fresh(agreement):
    return Agreement.objects.get(pk=agreement.pk)


def test_a_grant_brings_its_agreement_with_number_and_costs():
    agreement = make_agreement()

    assert (agreement.state, agreement.ordinal, agreement.amount) == (
        "prepared",
        1,
        Decimal("5000.00"),
    )
    assert list(agreement.budget.lines.values_list("amount", "source")) == [
        (Decimal("5000.00"), "grant")
    ]


def test_staff_have_the_move_first():
    assert Turn.objects.of(make_agreement()).get().role == "staff"


def test_signing_plans_the_transfer_and_tells_the_grantee(client_of):
    agreement = make_agreement()

    client_of(staff_of(agreement.call)).post(
        move_of(agreement, "sign"),
        signing(agreement, account="PL 61 1090 1014 0000 0712 1981 2874"),
    )

    payment = fresh(agreement).payment
    assert fresh(agreement).state == "signed"
    assert (payment.state, payment.amount, payment.account) == ("held", agreement.amount, "")
    assert agreement.accounts.get().number == "61109010140000071219812874"
    assert Message.objects.filter(template="grants/agreement_signed").exists()


def test_the_scan_is_kept_with_the_agreement(client_of):
    agreement = make_agreement()

    client_of(staff_of(agreement.call)).post(move_of(agreement, "sign"), signing(agreement))

    assert StoredFile.objects.of(agreement).get().purpose == "signed-agreement"


@pytest.mark.parametrize(
    "changes",
    [
        {"number": " "},
        {"number": "x" * 41},
        {"signed_on": ""},
        {"signed_on": "wczoraj"},
        {"signed_on": "2199-01-01"},
        {"signed_on": "2001-01-01"},
        {"account": "123"},
        {"account": "1" * 50},
        {"account": "61 1090 1014 0000 0712 1981 2875"},
        {"pay_by": "nigdy"},
        {"scan": ""},
    ],
)
def test_a_signing_that_cannot_be_gets_a_sentence(client_of, changes):
    agreement = make_agreement()

    response = client_of(staff_of(agreement.call)).post(
        move_of(agreement, "sign"), signing(agreement, **changes)
    )

    assert response.status_code == 422
    assert response.context["form"].errors
    assert fresh(agreement).state == "prepared"


def test_signing_twice_signs_once(client_of):
    agreement = make_agreement()
    client, typed = client_of(staff_of(agreement.call)), signing(agreement)
    client.post(move_of(agreement, "sign"), typed)

    response = client.post(move_of(agreement, "sign"), typed | {"scan": scan()})

    assert response.status_code == 302
    assert PaymentOrder.objects.count() == 1


def test_somebody_faster_is_named(client_of):
    agreement = make_agreement()
    agreement.terminate(by=staff_of(agreement.call), grounds="given_up", note="Rezygnacja.")
    other = make_user()
    give_programme_role(
        programme=agreement.programme, user=other, role="staff", by=staff_of(agreement.call)
    )

    response = client_of(other).post(move_of(agreement, "sign"), signing(agreement, version=0))

    assert response.status_code == 409


def test_the_payment_is_recorded_on_the_agreements_page(client_of):
    agreement = make_agreement("signed")
    confirm_account(agreement)

    client_of(staff_of(agreement.call)).post(
        page_of(agreement, "agreement-payment"),
        {"paid_on": clock.today().isoformat(), "version": agreement.payment.version},
    )

    assert fresh(agreement).state == "paid"
    assert fresh(agreement).paid_on == clock.today()
    assert fresh(agreement).payment.state == "paid"
    assert Message.objects.filter(template="grants/payment_made").exists()


def test_a_transfer_confirmed_among_the_payments_pays_the_agreement():
    agreement = make_agreement("signed")
    confirm_account(agreement)

    agreement.payment.confirm(by=staff_of(agreement.call))

    assert fresh(agreement).state == "paid"


def test_a_cancelled_transfer_is_planned_again():
    agreement = make_agreement("signed")
    confirm_account(agreement)
    first = agreement.payment

    first.cancel(by=staff_of(agreement.call), note="Zły rachunek.")

    assert fresh(agreement).payment.pk != first.pk
    assert fresh(agreement).payment.state == "planned"


@pytest.mark.parametrize("day", ["", "2199-01-01", "dzisiaj"])
def test_a_payment_day_that_cannot_be_gets_a_sentence(client_of, day):
    agreement = make_agreement("signed")
    confirm_account(agreement)

    response = client_of(staff_of(agreement.call)).post(
        page_of(agreement, "agreement-payment"),
        {"paid_on": day, "version": agreement.payment.version},
    )

    assert response.status_code == 422
    assert fresh(agreement).state == "signed"


def test_recording_the_payment_twice_goes_on_quietly(client_of):
    agreement = make_agreement("signed")
    confirm_account(agreement)
    client, typed = (
        client_of(staff_of(agreement.call)),
        {"paid_on": clock.today().isoformat(), "version": agreement.payment.version},
    )
    client.post(page_of(agreement, "agreement-payment"), typed)

    response = client.post(page_of(agreement, "agreement-payment"), typed)

    assert response.status_code == 302


def test_the_grantee_does_not_pay_themselves(client_of):
    agreement = make_agreement("signed")
    confirm_account(agreement)
    client = client_of(agreement.application.author)

    client.post(
        page_of(agreement, "agreement-payment"),
        {"paid_on": clock.today().isoformat(), "version": 0},
    )

    assert client.get(page_of(agreement, "agreement-payment")).status_code == 403
    assert fresh(agreement).state == "signed"


def test_terminating_stops_the_transfer_and_gives_the_reason():
    agreement = make_agreement("signed")

    agreement.terminate(by=staff_of(agreement.call), grounds="given_up", note="Grupa się rozpadła.")

    assert PaymentOrder.objects.get().state == "cancelled"
    assert "Grupa się rozpadła." in Message.objects.get(template="grants/agreement_terminated").body


def test_terminating_needs_a_reason():
    agreement = make_agreement("signed")

    with pytest.raises(GuardsFailed):
        agreement.terminate(by=staff_of(agreement.call), grounds="given_up", note=" ")


def test_the_report_is_due_as_the_call_says():
    agreement = make_agreement("paid")
    last = agreement.ends_on + timedelta(days=agreement.call.report_days)

    turn = Turn.objects.of(agreement).get()

    assert turn.holder == agreement.application.author
    assert turn.due_at.date() in {last, last - timedelta(days=1)}


@pytest.mark.parametrize(
    "state", ["prepared", "signed", "paid", "reported", "returned", "refund_due", "settled"]
)
def test_the_grantee_reads_in_plain_words_what_is_next(client_of, state):
    agreement = make_agreement(state)

    assert client_of(agreement.application.author).get(page_of(agreement)).status_code == 200


def test_strangers_and_assessors_find_nothing(client_of):
    agreement = make_agreement("paid")

    for user in (make_user(), make_assessor(agreement.call)):
        client = client_of(user)
        assert client.get(page_of(agreement)).status_code == 404
        assert client.get(page_of(agreement, "agreement-payment")).status_code == 404
        assert client.post(move_of(agreement, "terminate"), {"note": "x"}).status_code == 404


def test_staff_tied_to_the_grantee_do_not_settle():
    agreement = make_agreement("reported")
    staff = staff_of(agreement.call)
    both = make_membership(agreement.application.author.person)
    make_membership(staff.person, both.organisation)

    with pytest.raises(NotYours):
        Agreement.objects.get(pk=agreement.pk).settle(by=staff, accepted=agreement.amount)


def test_own_contribution_has_lines_of_its_own():
    from grants.rules.agreement import cost_lines

    lines = cost_lines(
        [{"name": "Deski", "amount": "100.00", "own": "20.50"}, {"name": "Praca", "own": "5"}]
    )

    assert [(one["code"], one["amount"], one["source"]) for one in lines] == [
        ("1", Decimal("100.00"), "grant"),
        ("1W", Decimal("20.50"), "own"),
        ("2W", Decimal(5), "own"),
    ]


def test_the_budget_adds_up():
    agreement = make_agreement()
    lines = BudgetLine.objects.filter(budget=agreement.budget)

    assert sum(line.amount for line in lines) == agreement.budget.total.amount


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_the_same_few_questions(client_of, django_assert_num_queries, item_count):
    staff = make_user("Sława Prowadząca")
    for _ in range(item_count):
        agreement = make_agreement()
        give_programme_role(
            programme=agreement.programme, user=staff, role="staff", by=staff_of(agreement.call)
        )
    client, address = client_of(staff), reverse("grants:agreement-list")
    client.get(address)

    with django_assert_num_queries(8):
        response = client.get(address)

    assert len(response.context["object_list"]) == item_count


def test_the_list_can_be_asked_for_a_state(client_of):
    agreement = make_agreement("signed")
    client = client_of(staff_of(agreement.call))
    address = reverse("grants:agreement-list")

    assert len(client.get(address, {"state": "signed"}).context["object_list"]) == 1
    assert len(client.get(address, {"state": "settled"}).context["object_list"]) == 0
    assert client.get(address, {"state": "zzz", "call": "x"}).status_code == 200


def test_signed_and_paid_by_the_factory_agree_with_the_state():
    agreement = make_agreement("prepared")
    sign(agreement)
    pay(fresh(agreement))

    assert fresh(agreement).state == "paid"


def test_the_application_is_a_link_only_for_those_who_may_open_it(client_of):
    agreement = make_agreement("prepared")
    keeper = make_user()
    give_programme_role(
        programme=agreement.call.programme,
        user=keeper,
        role="finance",
        by=staff_of(agreement.call),
    )
    link = f'href="{agreement.application.get_absolute_url()}"'

    seen_by_keeper = client_of(keeper).get(page_of(agreement)).text

    assert agreement.application.number in seen_by_keeper
    assert link not in seen_by_keeper
    assert link in client_of(staff_of(agreement.call)).get(page_of(agreement)).text
