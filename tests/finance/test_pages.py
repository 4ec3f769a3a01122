"""Finance staff see their money, enter expenses and confirm payments; nobody else does."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from finance.actions.budgets import add_budget_line, set_budget
from finance.actions.payments import plan_payment
from finance.models import Budget, ExpenseDocument, PaymentOrder
from finance.money import Money
from tests.factories.activities import make_activity, make_staff
from tests.factories.people import make_admin, make_user
from workflows import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget():
    programme = make_activity().programme
    budget = set_budget(
        about=programme,
        programme=programme,
        currency="PLN",
        grant=Decimal(9000),
        own=Decimal(1000),
        by=None,
    )
    add_budget_line(budget=budget, code="1", name="Materiały", amount=Decimal(8000), by=None)
    return budget


@pytest.fixture
def keeper(budget, client_of):
    return client_of(make_staff(budget.programme, role="finance"))


def document(budget, **changes):
    return {
        "seller_name": "Ogrody Lipowe",
        "seller_nip": "",
        "number": "FV 12/2026",
        "issued_on": "2026-11-02",
        "paid_on": "2026-11-03",
        "gross": "1 200,50",
        "currency": "PLN",
        "purpose": "Sadzonki",
        "ksef_number": "",
        "line": budget.lines.get().pk,
        "amount": "",
        "rate": "",
    } | changes


def test_expense_entered_is_charged_to_its_line(keeper, budget):
    answer = keeper.post(reverse("finance:expense-new"), document(budget), follow=True)

    assert answer.status_code == 200
    page = keeper.get(budget.get_absolute_url()).content.decode()
    assert "1\N{NO-BREAK SPACE}200,50\N{NO-BREAK SPACE}zł" in page
    assert "6\N{NO-BREAK SPACE}799,50\N{NO-BREAK SPACE}zł" in page


def test_same_document_twice_is_refused_with_a_sentence(keeper, budget):
    keeper.post(reverse("finance:expense-new"), document(budget))

    answer = keeper.post(reverse("finance:expense-new"), document(budget))

    assert answer.status_code == 422
    assert "Sadzonki" in answer.content.decode()
    assert ExpenseDocument.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("gross", "dużo"),
        ("gross", "-5"),
        ("gross", "9" * 30),
        ("amount", "5000"),
        ("paid_on", "2031-01-01"),
        ("seller_nip", "123"),
        ("issued_on", "wczoraj"),
        ("number", ""),
        ("line", "999999"),
        ("currency", "EUR"),
        ("seller_name", "x" * 301),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_is_lost(keeper, budget, field, value):
    answer = keeper.post(reverse("finance:expense-new"), document(budget, **{field: value}))

    assert answer.status_code == 422
    assert "Sadzonki" in answer.content.decode()
    assert not ExpenseDocument.objects.exists()


def test_line_of_another_programme_cannot_be_charged(keeper, budget):
    other = set_budget(
        about=make_activity().programme,
        programme=make_activity().programme,
        currency="PLN",
        by=None,
    )
    line = add_budget_line(budget=other, code="1", name="Cudze", amount=Decimal(1), by=None)

    assert (
        keeper.post(reverse("finance:expense-new"), document(budget, line=line.pk)).status_code
        == 422
    )


def test_sums_that_do_not_add_up_are_refused(keeper, budget):
    answer = keeper.post(
        reverse("finance:budget-edit", args=[budget.pk]),
        {"stated_total": "100", "stated_grant": "60", "stated_own": "60"},
    )

    assert answer.status_code == 422
    assert "nie dają razem całości" in answer.content.decode()
    assert Budget.objects.get().stated_total is None


def test_line_code_used_twice_is_said_at_its_field(keeper, budget):
    answer = keeper.post(
        reverse("finance:line-new", args=[budget.pk]),
        {"code": "1", "name": "Znowu", "amount": "10", "source": "grant"},
    )

    assert "id_code_error" in answer.content.decode()
    assert budget.lines.count() == 1


def test_payment_is_confirmed_with_its_day(keeper, budget):
    payment = plan_payment(
        about=budget.programme, programme=budget.programme, payee="Sąsiedzi z Lipowej", title="Zaliczka",
        amount=Money(Decimal(4800), "PLN"), due_on=clock.today() + timedelta(days=7), by=make_admin(),
    )  # fmt: skip
    where = reverse("finance:paymentorder-move", args=[payment.pk, "confirm"])

    keeper.post(where, {"paid_on": clock.today().isoformat(), "version": payment.version})

    assert PaymentOrder.objects.get().paid_on == clock.today()
    assert keeper.get(payment.get_absolute_url()).status_code == 200


def test_what_is_to_be_paid_stands_above_what_is_over(keeper, budget):
    days = {"zapłacone dawno": -9, "zapłacone": -2, "na jutro": 1, "na potem": 8}
    for title, ahead in days.items():
        payment = plan_payment(
            about=budget.programme, programme=budget.programme, payee="Fundacja Ławka", title=title,
            amount=Money(Decimal(10), "PLN"), due_on=clock.today() + timedelta(days=ahead), by=make_admin(),
        )  # fmt: skip
        if ahead < 0:
            payment.confirm(by=make_staff(budget.programme, role="finance"), paid_on=clock.today())

    rows = keeper.get(reverse("finance:payments")).context["object_list"]

    assert [row.title for row in rows] == ["na jutro", "na potem", "zapłacone", "zapłacone dawno"]


@pytest.mark.parametrize("page", ["home", "expenses", "expense-new", "payments"])
def test_every_page_opens_for_the_keeper(keeper, page):
    assert keeper.get(reverse(f"finance:{page}")).status_code == 200


def test_budget_of_somebody_elses_programme_does_not_exist(client_of, budget):
    stranger = client_of(make_user())

    assert stranger.get(budget.get_absolute_url()).status_code == 404
    assert stranger.get(reverse("finance:line-new", args=[budget.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_budgets_costs_the_same_for_one_and_three(
    client_of, count, django_assert_num_queries
):
    programme = make_activity().programme
    keeper = client_of(make_staff(programme, role="finance"))
    for number in range(count):
        about = make_activity(programme=programme)
        budget = set_budget(
            about=about, programme=programme, currency="PLN", grant=Decimal(10), by=None
        )
        add_budget_line(budget=budget, code=str(number), name="Linia", amount=Decimal(5), by=None)
    keeper.get(reverse("finance:home"))

    with django_assert_num_queries(7):
        keeper.get(reverse("finance:home"))


def test_day_of_the_document_may_be_typed_on_any_day(keeper, budget):
    keeper.post(reverse("finance:expense-new"), document(budget, paid_on=""))

    assert ExpenseDocument.objects.get().issued_on == date(2026, 11, 2)
