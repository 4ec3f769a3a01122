"""A grant goes to an account that two people confirmed, and nowhere else."""

from datetime import datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from finance.money import Money
from grants.documents.paper import values_of
from grants.models import Agreement, BankAccount
from tests.factories.grants import staff_of
from tests.factories.grants_later import (
    ACCOUNT,
    confirm_account,
    make_agreement,
    name_account,
    second_keeper,
    sign,
)
from tests.factories.people import make_user
from workflows import clock
from workflows.deadlines import instant_in_warsaw
from workflows.errors import GuardsFailed, NotFromHere, NotYours
from workflows.inbox import waiting
from workflows.models import Message, StoredFile

pytestmark = pytest.mark.django_db
OTHER = "27114020040000300201355387"


def fresh(agreement):
    return Agreement.objects.get(pk=agreement.pk)


def page_of(agreement):
    return reverse("grants:account-new", args=[agreement.pk])


def move_of(account, move):
    return reverse("grants:bankaccount-move", args=[account.pk, move])


def typed(**changes):
    return {
        "number": "PL61 1090 1014 0000 0712 1981 2874",
        "owner": "Sąsiedzi z Lipowej",
        "evidence": SimpleUploadedFile("bank.pdf", b"%PDF-1.4\n%%EOF\n"),
    } | changes


def test_the_grantee_names_the_account_with_evidence(client_of):
    agreement = make_agreement("signed")

    client_of(agreement.application.author).post(page_of(agreement), typed())

    account = agreement.accounts.get()
    assert (account.number, account.state) == (ACCOUNT, "entered")
    assert StoredFile.objects.of(account).get().name == "bank.pdf"
    assert Message.objects.filter(template="grants/account_entered").exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"number": ""},
        {"number": "61109010140000071219812875"},
        {"number": "6110901014000007121981287"},
        {"number": "x" * 26},
        {"number": "1" * 300},
        {"owner": ""},
        {"owner": "x" * 141},
        {"evidence": ""},
        {"evidence": SimpleUploadedFile("bank.exe", b"MZ")},
    ],
)
def test_an_account_that_cannot_be_gets_a_sentence(client_of, changes):
    agreement = make_agreement("signed")

    response = client_of(agreement.application.author).post(page_of(agreement), typed(**changes))

    assert response.status_code == 422
    assert response.context["form"].errors
    assert not agreement.accounts.exists()


def test_nothing_is_paid_before_two_people_confirmed_the_account():
    agreement = make_agreement("signed")
    account = name_account(agreement)
    payment = agreement.payment

    assert payment.state == "held"
    with pytest.raises(NotFromHere):
        payment.confirm(by=staff_of(agreement.call))
    account.check_first(by=staff_of(agreement.call))
    assert fresh(agreement).payment.state == "held"
    account.confirm(by=second_keeper(agreement))
    released = fresh(agreement).payment
    assert (released.state, released.account) == ("planned", ACCOUNT)


def test_a_part_that_waits_for_a_day_is_ordered_from_that_day_on(client_of):
    agreement = make_agreement("prepared", tranches=((60, "signed"), (40, "signed")))
    day = clock.today() + timedelta(days=40)
    agreement.tranches.filter(position=2).update(not_before=day)

    sign(agreement)
    confirm_account(agreement)

    now, later = (one.payment for one in agreement.tranches.select_related("payment"))
    assert (now.not_before, later.not_before, later.due_on) == (
        None,
        day,
        day + timedelta(days=14),
    )
    staff = staff_of(agreement.call)
    page = client_of(staff).get(reverse("finance:transfer-new", args=[agreement.programme.code]))
    assert page.context["payments"] == [now]
    assert "1 przelew czeka na swój dzień" in page.content.decode()
    with pytest.raises(GuardsFailed, match=date_format(day)):
        later.order(by=staff)
    with clock.at(instant_in_warsaw(datetime.combine(day, time(8)))):
        later.order(by=staff)
    assert later.state == "ordered"


def test_a_part_is_never_due_before_its_own_day(client_of):
    agreement = make_agreement("prepared", tranches=((100, "signed"),))
    day = clock.today() + timedelta(days=40)
    agreement.tranches.update(not_before=day)

    sign(agreement, pay_by=clock.today() + timedelta(days=3))

    assert fresh(agreement).payment.due_on == day
    page = client_of(agreement.application.author).get(agreement.get_absolute_url())
    assert date_format(day) in page.content.decode()


def test_one_person_is_not_two():
    agreement = make_agreement("signed")
    account = name_account(agreement)
    account.check_first(by=staff_of(agreement.call))

    with pytest.raises(NotYours, match="drugą osobą"):
        account.confirm(by=staff_of(agreement.call))


def test_the_grantee_does_not_confirm_their_own_account(client_of):
    agreement = make_agreement("signed")
    account = name_account(agreement)

    response = client_of(agreement.application.author).post(
        move_of(account, "check_first"), {"version": account.version}
    )

    assert response.status_code == 403
    assert BankAccount.objects.get(pk=account.pk).state == "entered"


def test_an_account_without_evidence_is_not_checked(client_of):
    agreement = make_agreement("signed")
    account = name_account(agreement)
    StoredFile.objects.of(account).delete()

    response = client_of(staff_of(agreement.call)).post(
        move_of(account, "check_first"), {"version": account.version}
    )

    assert response.status_code == 422


def test_a_changed_account_is_confirmed_anew_and_pays_nothing_meanwhile():
    agreement = make_agreement("signed")
    old = confirm_account(agreement)

    new = name_account(agreement, OTHER)

    old.refresh_from_db()
    assert (old.state, new.state) == ("replaced", "entered")
    assert fresh(agreement).payment.state == "held"


def test_the_same_account_twice_is_one_account():
    agreement = make_agreement("signed")
    name_account(agreement)

    with pytest.raises(GuardsFailed):
        name_account(agreement)


def test_a_rejected_account_is_named_again():
    agreement = make_agreement("signed")
    account = name_account(agreement)
    account.reject(by=staff_of(agreement.call), note="Rachunek należy do kogoś innego.")

    assert confirm_account(agreement).state == "confirmed"
    letter = Message.objects.get(template="grants/account_rejected")
    assert "Rachunek należy do kogoś innego." in letter.body
    assert "2874" in letter.body
    assert ACCOUNT not in letter.body


def test_a_signed_grant_waits_for_the_account_of_its_grantee():
    agreement = make_agreement("signed")
    grantee = agreement.application.author

    assert "name_account" in [row.key for row in waiting(grantee)]
    account = name_account(agreement)
    assert "name_account" not in [row.key for row in waiting(grantee)]
    account.reject(by=staff_of(agreement.call), note="Rachunek należy do kogoś innego.")
    assert "name_account" in [row.key for row in waiting(grantee)]


def test_an_account_is_not_changed_once_nothing_is_paid_any_more(client_of):
    agreement = make_agreement("settled")

    response = client_of(agreement.application.author).post(page_of(agreement), typed(number=OTHER))

    assert response.status_code == 422


def test_a_stranger_finds_neither_the_account_nor_its_evidence(client_of):
    agreement = make_agreement("signed")
    account = name_account(agreement)
    stranger = client_of(make_user())

    assert stranger.get(account.get_absolute_url()).status_code == 404
    assert stranger.get(StoredFile.objects.of(account).get().get_absolute_url()).status_code == 404
    assert (
        client_of(agreement.application.author).get(account.get_absolute_url()).status_code == 200
    )


def test_a_grant_that_is_signed_after_its_account_was_confirmed_is_paid_at_once():
    agreement = make_agreement()
    confirm_account(agreement)
    agreement.sign(
        by=staff_of(agreement.call),
        number=agreement.number,
        signed_on=clock.today(),
        scanned=True,
    )

    assert fresh(agreement).payment.account == ACCOUNT
    assert fresh(agreement).payment.state == "planned"


def test_one_tranche_carries_the_whole_grant():
    agreement = make_agreement("signed")

    tranche = agreement.tranches.get()
    assert (tranche.amount, tranche.payment) == (agreement.amount, agreement.payment)


def test_a_grant_is_divided_into_the_tranches_of_its_call_to_the_grosz():
    agreement = make_agreement(
        tranches=[("33.33", "signed"), ("33.33", "interim"), ("33.34", "final")]
    )

    parts = list(agreement.tranches.values_list("amount", "condition"))

    assert sum(amount for amount, _condition in parts) == agreement.amount
    assert [condition for _amount, condition in parts] == ["signed", "interim", "final"]


def test_only_what_signing_frees_is_planned_at_the_signing():
    agreement = make_agreement("signed", tranches=[("80", "signed"), ("20", "final")])

    assert [str(payment.amount) for payment in agreement.payments.all()] == ["4000.00"]


def test_the_first_money_is_due_when_the_call_says_and_a_later_part_when_its_own_days_are_over():
    agreement = make_agreement(tranches=[(60, "signed"), (40, "signed")])
    first, second = agreement.tranches.all()
    for tranche, days in [(first, 5), (second, 30)]:
        tranche.days = days
        tranche.save()

    sign(agreement)

    due = [one.payment.due_on - clock.today() for one in agreement.tranches.all()]
    assert [one.days for one in due] == [5, 30]


def test_the_agreement_says_in_which_parts_the_money_comes_and_when(client_of):
    agreement = make_agreement("signed", tranches=[(60, "signed"), (40, "interim")])

    paper = values_of(agreement)["tranches"].replace("\N{NO-BREAK SPACE}", " ")
    page = client_of(agreement.application.author).get(agreement.get_absolute_url()).text

    assert paper.splitlines() == [
        "1. 3 000,00 zł: po podpisaniu umowy, w ciągu 14 dni",
        "2. 2 000,00 zł: po przyjęciu sprawozdania częściowego, w ciągu 14 dni",
    ]
    assert date_format(agreement.pay_by) in page
    assert "jeszcze nie; w ciągu 14 dni" in page


def test_between_signing_and_money_both_sides_read_who_has_the_move(client_of):
    agreement = make_agreement("signed")
    second_keeper(agreement)
    grantee = client_of(agreement.application.author)

    def sees(client):
        return client.get(agreement.get_absolute_url()).text

    account = name_account(agreement)
    assert "finanse albo zespół programu: Porównaj rachunek z dowodem" in sees(grantee)
    assert "Twój ruch: Porównaj rachunek z dowodem" in sees(client_of(staff_of(agreement.call)))
    account.check_first(by=staff_of(agreement.call))
    assert "Sprawdź rachunek jako druga osoba" in sees(grantee)
    assert "Twój ruch" not in sees(client_of(staff_of(agreement.call)))
    assert account.get_absolute_url() + '">Porównaj rachunek' in sees(
        client_of(second_keeper(agreement))
    )
    assert "Twój ruch: Sprawdź rachunek" in sees(client_of(second_keeper(agreement)))
    account.confirm(by=second_keeper(agreement))
    assert "Zleć przelew" in sees(grantee)


@given(
    st.decimals("0.01", "1000000", places=2),
    st.lists(st.decimals("0.01", "100", places=2), min_size=1, max_size=6),
)
def test_tranches_add_up_to_the_grant_whatever_the_percentages(amount, percents):
    parts = Money(amount, "PLN").split(percents)

    assert sum(part.amount for part in parts) == amount
