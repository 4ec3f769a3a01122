"""What a grant costs the programme: the transfer is spent on the call's line, what comes back is not."""

from decimal import Decimal

import pytest
from django.urls import reverse

from finance.actions import add_budget_line, set_budget
from finance.models import BudgetLine, ExpenseDocument
from grants.models import Agreement, Call
from programmes.models import Programme
from reporting.figures import figures_of
from tests.factories.activities import make_activity, make_staff
from tests.factories.grants import staff_of
from tests.factories.grants_later import make_agreement
from tests.factories.reporting import make_line
from tests.grants.test_call_pages import sheet, staff_with_activity
from workflows import clock
from workflows.roles import give_role

pytestmark = pytest.mark.django_db


def make_charged(state: str = "paid") -> tuple[Agreement, BudgetLine]:
    """A grant of 5 000 PLN from a call that is paid from a line of 30 000 PLN."""
    activity = make_activity("grant_call")
    make_staff(activity.programme)
    line = make_line(activity.programme, "30000.00")
    return make_agreement(state, activity=activity, budget_line=line), line


def spent(line: BudgetLine) -> Decimal:
    return BudgetLine.objects.with_spending().get(pk=line.pk).spent


def test_a_grant_paid_out_is_spent_on_the_calls_line():
    agreement, line = make_charged()

    figures = figures_of(Programme.objects.get(), None, clock.today())

    assert spent(line) == agreement.amount == Decimal("5000.00")
    assert (figures.budgets[0].spent, figures.budgets[0].left) == (Decimal(5000), Decimal(25000))


def test_the_line_opens_to_the_transfer(client_of):
    agreement, line = make_charged()
    report_line = reverse("reporting:programme-line", args=[agreement.programme.code, line.pk])

    page = client_of(staff_of(agreement.call)).get(report_line).content.decode()

    assert agreement.number in page
    assert agreement.title_line in page


@pytest.mark.parametrize("state", ["prepared", "signed"])
def test_nothing_is_spent_before_the_money_went_out(state):
    _agreement, line = make_charged(state)

    assert spent(line) == 0


def test_what_the_grantee_spends_is_not_counted_a_second_time():
    _agreement, line = make_charged("settled")

    assert spent(line) == Decimal("5000.00")


def test_what_came_back_is_no_longer_spent(client_of):
    agreement, line = make_charged("refund_due")
    back = reverse("grants:agreement-move", args=[agreement.pk, "record_refund"])

    client_of(staff_of(agreement.call)).post(
        back,
        {"version": agreement.version, "refunded_on": clock.today().isoformat(), "amount": "500"},
    )

    assert Agreement.objects.get().state == "settled"
    assert spent(line) == Decimal("4500.00")


def test_a_call_without_a_line_charges_nothing():
    make_agreement("paid")

    assert not ExpenseDocument.objects.exists()


def test_staff_choose_the_line_with_the_money_of_the_call(client_of):
    user, activity = staff_with_activity()
    line = make_line(activity.programme, "30000.00")

    client_of(user).post(reverse("grants:call-create"), sheet(activity, budget_line=line.pk))

    assert Call.objects.get().budget_line == line


@pytest.mark.parametrize(
    ("currency", "elsewhere", "sentence"),
    [
        ("PLN", True, "Wybierz pozycję z budżetu tego programu."),
        ("EUR", False, "Ten budżet jest prowadzony w innej walucie."),
    ],
)
def test_a_line_that_cannot_pay_is_refused_at_its_field(client_of, currency, elsewhere, sentence):
    user, activity = staff_with_activity()
    programme = make_activity("grant_call").programme if elsewhere else activity.programme
    give_role(user, "staff", programme, by=None)
    budget = set_budget(about=programme, programme=programme, currency=currency, by=user)
    line = add_budget_line(budget=budget, code="1", name="Granty", amount=Decimal(900), by=user)

    page = client_of(user).post(reverse("grants:call-create"), sheet(activity, budget_line=line.pk))

    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_the_line_of_another_programme_is_refused_with_a_sentence(client_of):
    user, activity = staff_with_activity()
    other = make_activity("grant_call").programme
    make_staff(other)
    hidden = make_line(other)

    page = client_of(user).post(
        reverse("grants:call-create"), sheet(activity, budget_line=hidden.pk)
    )

    assert page.status_code == 422
    assert "Ławki dla Rybnika" in page.content.decode()
    assert not Call.objects.exists()
