"""Pages about how programmes stand cost the same, however much there is to tell."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from finance.actions.budgets import add_budget_line, set_budget
from programmes.models import Indicator, Partner
from programmes.registries.counts import counts
from tests.factories.reporting import make_line, make_programme, make_report, spend, who
from workflows import clock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_what_is_late_costs_the_same_at_one_and_three(client_of, django_assert_num_queries, number):
    programme = make_programme()
    for _ in range(number):
        make_report("submitted", programme=programme)
    browser = client_of(who("staff", programme))
    address = reverse("reporting:programme-late", args=[programme.code])

    with clock.at(clock.now() + timedelta(days=40)):
        browser.get(address)
        with django_assert_num_queries(8):
            page = browser.get(address)

    assert len(page.context["rows"]) == number


@pytest.mark.parametrize("number", [1, 3])
def test_reports_of_a_programme_cost_the_same_at_one_and_three(
    client_of, django_assert_num_queries, number
):
    programme = make_programme()
    for _ in range(number):
        make_report(programme=programme)
    browser = client_of(who("staff", programme))
    address = reverse("reporting:programme-reports", args=[programme.code])
    browser.get(address)

    with django_assert_num_queries(7):
        page = browser.get(address)

    assert len(page.context["object_list"]) == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_overview_costs_the_same_with_one_partner_line_and_late_thing_as_with_three(
    client_of, django_assert_num_queries, number
):
    programme = make_programme()
    for each in range(number):
        spend(make_line(programme), "10.00")
        partner = Partner.objects.create(programme=programme, name=f"Partner {each}")
        budget = set_budget(about=partner, programme=programme, currency="PLN", by=None)
        add_budget_line(budget=budget, code="1", name="Linia", amount=Decimal(5), by=None)
        make_report("submitted", programme=programme)
        Indicator.objects.create(
            programme=programme, code=f"w-{each}", name_pl="W", counted_as="study_visits_held"
        )
    browser = client_of(who("staff", programme))

    with clock.at(clock.now() + timedelta(days=40)):
        browser.get(programme.get_absolute_url())
        with django_assert_num_queries(15):
            page = browser.get(programme.get_absolute_url())

    assert len(page.context["figures"].budgets) == number + 1
    assert page.context["overview"].late[0].number == number


def test_the_overview_shows_every_count_and_says_which_nobody_serves(client_of):
    programme = make_programme()
    for name in counts.names():
        Indicator.objects.create(
            programme=programme,
            code=name.replace("_", "-"),
            name_pl=name,
            counted_as=name,
            target=5,
        )
    browser = client_of(who("staff", programme))

    page = browser.get(programme.get_absolute_url()).content.decode()

    unserved = [count.name for count in counts if not count.served]
    assert unserved
    assert page.count("Tandem jeszcze tego nie liczy.") == len(unserved)


def test_a_partner_whose_budget_nobody_stated_is_not_given_one(client_of):
    programme = make_programme()
    set_budget(about=programme, programme=programme, currency="PLN", by=None)

    page = client_of(who("staff", programme)).get(programme.get_absolute_url()).content.decode()

    assert '<dt>Plan</dt><dd class="num">nie podano</dd>' in page
