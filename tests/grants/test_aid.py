"""De minimis aid stands in the register with its value in euro, and nobody gets more than the law allows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from grants.models import Agreement, DeMinimisAid
from grants.rules.aid import in_euro, since
from tests.factories.grants import staff_of
from tests.factories.grants_later import make_agreement
from tests.factories.people import make_organisation, make_user
from workflows import clock
from workflows.models import Message

pytestmark = pytest.mark.django_db


def make_signed(**fields):
    return make_agreement("signed", **{"de_minimis": True} | fields)


def page_of(agreement):
    return reverse("grants:aid-new", args=[agreement.pk])


def typed(**changes):
    return {
        "certificate_number": "DM/1/2026",
        "rate": "4,2512",
        "rate_source": "NBP, tabela A, 229/A/NBP/2026",
        "rate_on": clock.today().isoformat(),
    } | changes


@pytest.mark.parametrize(
    ("amount", "rate", "euro"),
    [
        ("5000.00", "4.2512", "1176.14"),
        ("4.25", "4.2500", "1.00"),
        ("0.01", "4.2512", "0.00"),
        ("10.00", "4.0000", "2.50"),
        ("1.00", "8.0000", "0.13"),
    ],
)
def test_the_value_in_euro_is_exact_to_the_cent(amount, rate, euro):
    assert in_euro(Decimal(amount), Decimal(rate)) == Decimal(euro)


@given(st.dates(date(2004, 1, 1), date(2099, 1, 1)))
def test_three_years_are_three_years_also_over_leap_days(day):
    assert timedelta(days=1095) <= day - since(day) <= timedelta(days=1097)


def test_staff_register_the_aid_and_the_grantee_gets_the_certificate(client_of):
    agreement = make_signed()

    response = client_of(staff_of(agreement.call)).post(page_of(agreement), typed())

    aid = DeMinimisAid.objects.get()
    assert response.status_code == 302
    assert (aid.euro, aid.granted_on) == (Decimal("1176.14"), agreement.signed_on)
    assert Message.objects.filter(template="grants/aid_granted").exists()
    certificate = client_of(agreement.application.author).get(aid.certificate.get_absolute_url())
    assert b"".join(certificate.streaming_content).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "changes",
    [
        {"certificate_number": ""},
        {"certificate_number": "x" * 41},
        {"rate": ""},
        {"rate": "0"},
        {"rate": "-4"},
        {"rate": "dużo"},
        {"rate": "4,25123"},
        {"rate": "9" * 20},
        {"rate_source": ""},
        {"rate_source": "x" * 121},
        {"rate_on": ""},
        {"rate_on": "wczoraj"},
        {"rate_on": "2199-01-01"},
    ],
)
def test_what_cannot_be_registered_gets_a_sentence(client_of, changes):
    agreement = make_signed()

    response = client_of(staff_of(agreement.call)).post(page_of(agreement), typed(**changes))

    assert response.status_code == 422
    assert response.context["form"].errors
    assert not DeMinimisAid.objects.exists()


def test_a_grant_is_registered_once(client_of):
    agreement = make_signed()
    client = client_of(staff_of(agreement.call))
    client.post(page_of(agreement), typed())

    response = client.post(page_of(agreement), typed(certificate_number="DM/2/2026"))

    assert response.status_code == 422
    assert DeMinimisAid.objects.count() == 1


def test_no_two_certificates_have_one_number(client_of):
    first, second = make_signed(), make_signed()
    client_of(staff_of(first.call)).post(page_of(first), typed())

    response = client_of(staff_of(second.call)).post(page_of(second), typed())

    assert response.status_code == 422


def test_a_cancelled_certificate_makes_room_for_a_right_one(client_of):
    agreement = make_signed()
    client = client_of(staff_of(agreement.call))
    client.post(page_of(agreement), typed())
    DeMinimisAid.objects.get().cancel(by=staff_of(agreement.call), note="Zły kurs.")

    client.post(page_of(agreement), typed(certificate_number="DM/2/2026"))

    assert DeMinimisAid.objects.together() == Decimal("1176.14")
    assert "Zły kurs." in Message.objects.get(template="grants/aid_cancelled").body


def test_nobody_gets_more_than_the_regulation_allows(client_of):
    agreement = make_signed()
    organisation = make_organisation()
    type(agreement.application).objects.filter(pk=agreement.application_id).update(
        organisation=organisation
    )
    client = client_of(staff_of(agreement.call))

    over = client.post(page_of(agreement), typed(rate="0,0166"))
    within = client.post(page_of(agreement), typed(rate="0,0167"))

    assert (over.status_code, within.status_code) == (422, 302)


@pytest.mark.parametrize(("state", "flag"), [("prepared", True), ("signed", False)])
def test_there_is_a_reason_instead_of_a_form_where_nothing_is_to_register(client_of, state, flag):
    agreement = make_agreement(state, de_minimis=flag)

    response = client_of(staff_of(agreement.call)).get(page_of(agreement))

    assert response.context["reasons"]


def test_the_grantee_reads_the_entry_and_a_stranger_does_not(client_of):
    agreement = make_signed()
    client_of(staff_of(agreement.call)).post(page_of(agreement), typed())
    address = DeMinimisAid.objects.get().get_absolute_url()

    assert client_of(agreement.application.author).get(address).status_code == 200
    assert (
        client_of(agreement.application.author).post(page_of(agreement), typed()).status_code == 403
    )
    assert client_of(make_user()).get(address).status_code == 404


def test_the_register_costs_the_same_with_one_entry_as_with_three(
    client_of, django_assert_num_queries
):
    agreement = make_signed()
    client = client_of(staff_of(agreement.call))
    client.post(page_of(agreement), typed())
    page = reverse("grants:aid-list")
    client.get(page)

    with django_assert_num_queries(7):
        client.get(page)
    for number in (2, 3):
        other = make_signed(activity=agreement.call.activity)
        client.post(page_of(other), typed(certificate_number=f"DM/{number}/2026"))
    with django_assert_num_queries(7):
        assert len(client.get(page).context["object_list"]) == 3


def test_a_grant_s_page_offers_the_register(client_of):
    agreement = make_signed()

    page = client_of(staff_of(agreement.call)).get(agreement.get_absolute_url()).content.decode()

    assert page_of(agreement) in page
    assert Agreement.objects.get().aid.count() == 0
