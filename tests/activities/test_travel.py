"""Travel costs of a visit: sent by who was there, checked by one, approved by another, paid back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.actions import write_claim
from activities.models import (
    BoughtTicket,
    Registration,
    StudyVisit,
    TravelClaim,
    TravelCost,
    TravelRate,
)
from tests.factories.activities import after, make_staff, make_visit
from tests.factories.people import make_user
from tests.factories.travel import (
    ACCOUNT,
    make_claim,
    make_rate,
    make_traveller,
    make_travellers,
    ticket,
    transfer_of,
    way,
)
from workflows import clock
from workflows.errors import GuardsFailed, NotYours, SomeoneWasFaster
from workflows.models import Message
from workflows.roles import give_role

pytestmark = pytest.mark.django_db


def sheet(*rows, account=ACCOUNT, **more):
    """What a browser sends: the account and the rows of costs."""
    typed = {"costs-TOTAL_FORMS": len(rows), "costs-INITIAL_FORMS": 0, "account": account}
    for place, row in enumerate(rows):
        typed |= {f"costs-{place}-{name}": value for name, value in row.items()}
    return typed | more


def ticket_row(traveller, **changes):
    day = traveller.subject.days[0].isoformat()
    row = {
        "kind": "ticket",
        "leg": "there",
        "day": day,
        "what": "Pociąg Rybnik–Płock",
        "amount": "120,00",
    }
    return row | changes


def page_of(traveller):
    return reverse("activities:registration-travel", args=[traveller.pk])


def letters(template):
    return Message.objects.filter(template=f"activities/{template}").count()


# --- what it comes to ----------------------------------------------------------------------------


def test_a_way_by_car_is_worth_its_kilometres_at_the_rate_of_that_day():
    traveller = make_traveller()
    day = traveller.subject.days[0]
    make_rate("1.15")
    make_rate("1.2345", since=day)
    make_rate("9.99", since=day + timedelta(days=1))

    claim = make_claim(traveller=traveller, costs=[way(traveller, "214.5")])

    cost = claim.costs.get()
    assert (cost.per_km, cost.amount) == (Decimal("1.2345"), Decimal("264.80"))


def test_without_a_rate_for_the_day_the_costs_are_not_reckoned_by_guess():
    traveller = make_traveller()
    make_rate(since=date(2090, 1, 1))

    with pytest.raises(GuardsFailed) as refusal:
        make_claim(traveller=traveller, costs=[way(traveller)])

    assert "nie ma stawki" in refusal.value.sentences[0]
    assert not TravelClaim.objects.exists()


def test_one_person_gets_back_no_more_than_the_visit_says():
    traveller = make_traveller(travel_cap=Decimal("150.00"))
    lines = [ticket(traveller, "100.00"), ticket(traveller, "99.99")]

    claim = make_claim("approved", traveller=traveller, costs=lines)

    assert claim.total.amount == Decimal("199.99")
    assert claim.accepted_amount == transfer_of(claim).amount == Decimal("150.00")


def test_all_together_get_back_no_more_than_the_visit_has(client_of):
    claim = make_claim("submitted", traveller=make_traveller(travel_pool=Decimal("119.99")))

    with pytest.raises(GuardsFailed) as refusal:
        claim.check_first(by=make_staff(claim.programme))

    assert "119,99" in refusal.value.sentences[0].replace("\N{NO-BREAK SPACE}", " ")


@settings(max_examples=40)
@given(
    st.lists(st.integers(1, 90_000), min_size=1, max_size=6),
    st.integers(0, 90_000),
    st.lists(st.integers(1, 40_000), max_size=2),
)
def test_what_is_paid_back_is_what_was_spent_up_to_the_limit_to_the_grosz(groszes, cap, tickets):
    visit = StudyVisit(travel_cap=Decimal(cap) / 100)
    place = Registration(pk=1, visit=visit)
    place._prefetched_objects_cache = {"bought_tickets": BoughtTicket.objects.none()}
    place._prefetched_objects_cache["bought_tickets"]._result_cache = [
        BoughtTicket(amount=Decimal(each) / 100) for each in tickets
    ]
    claim = TravelClaim(pk=1, registration=place)
    costs = [TravelCost(amount=Decimal(each) / 100) for each in groszes]
    claim._prefetched_objects_cache = {"costs": TravelCost.objects.none()}
    claim._prefetched_objects_cache["costs"]._result_cache = costs

    assert claim.total.amount * 100 == sum(groszes)
    assert claim.payable.amount * 100 == min(sum(groszes), max(cap - sum(tickets), 0))


# --- who and when --------------------------------------------------------------------------------


def test_whoever_was_there_writes_the_costs_down_and_sends_them(client_of):
    traveller = make_traveller()
    browser = client_of(traveller.person.user)
    with clock.at(after(traveller.subject)):
        assert page_of(traveller) in browser.get(traveller.get_absolute_url()).text
        written = browser.post(page_of(traveller), sheet(ticket_row(traveller)), follow=True)
        claim = TravelClaim.objects.get()
        browser.post(claim.get_absolute_url() + "submit/", {"version": claim.version})

    assert "120,00" in written.text
    claim.refresh_from_db()
    assert claim.state == "draft", "the ticket is missing"

    assert "skan każdego biletu" in browser.get(claim.get_absolute_url()).text


def test_nobody_is_paid_for_a_visit_they_were_not_on(client_of):
    traveller = make_traveller(came=False)

    page = client_of(traveller.person.user).get(page_of(traveller))

    assert "Koszty zwracamy tym, którzy byli" in page.text
    with pytest.raises(GuardsFailed):
        make_claim("submitted", traveller=traveller)


def test_a_visit_that_pays_nothing_back_says_so(client_of):
    traveller = make_traveller(claim_days=None)
    browser = client_of(traveller.person.user)

    assert "nie są zwracane" in browser.get(page_of(traveller)).text
    assert page_of(traveller) not in browser.get(traveller.get_absolute_url()).text
    answer = browser.post(page_of(traveller), sheet(ticket_row(traveller)))
    assert (answer.status_code, TravelClaim.objects.count()) == (409, 0)


@pytest.mark.parametrize(("seconds", "kept"), [(0, True), (1, False)])
def test_the_window_closes_with_the_last_second_of_its_last_day(seconds, kept):
    claim = make_claim()

    with clock.at(claim.visit.claims_until + timedelta(seconds=seconds)):
        if kept:
            claim.submit(by=claim.registration.person.user)
        else:
            with pytest.raises(GuardsFailed):
                claim.submit(by=claim.registration.person.user)


def test_a_correction_may_come_after_the_window():
    claim = make_claim("submitted")
    claim.send_back(by=make_staff(claim.programme), note="Brakuje biletu powrotnego.")

    with clock.at(claim.visit.claims_until + timedelta(days=5)):
        claim.submit(by=claim.registration.person.user)

    assert (claim.state, letters("claim_returned"), letters("claim_received")) == (
        "submitted",
        1,
        2,
    )


def test_the_person_who_checked_does_not_approve():
    claim = make_claim("submitted")
    first, second = (make_staff(claim.programme) for _ in range(2))
    claim.check_first(by=first)

    with pytest.raises(NotYours) as refusal:
        claim.approve(by=first)
    assert "Zatwierdza ktoś inny" in refusal.value.sentences[0]
    claim.approve(by=second)
    assert transfer_of(claim).account == ACCOUNT


def test_staff_do_not_check_their_own_costs():
    traveller = make_traveller()
    claim = make_claim("submitted", traveller=traveller)
    give_role(traveller.person.user, "staff", claim.programme, by=None)
    with pytest.raises(NotYours):
        claim.check_first(by=traveller.person.user)


def test_the_transfer_that_went_out_closes_the_claim_and_tells_the_person():
    claim = make_claim("paid")

    assert (claim.state, letters("claim_approved"), letters("claim_paid")) == ("paid", 1, 1)


def test_a_cancelled_transfer_is_planned_anew():
    claim = make_claim("approved")
    transfer_of(claim).cancel(by=make_staff(claim.programme, "finance"), note="Zły tytuł.")

    assert transfer_of(claim).state == "planned"


def test_refused_costs_are_paid_to_nobody():
    claim = make_claim("submitted")

    claim.refuse(by=make_staff(claim.programme), note="To bilety na inny dzień.")

    assert not claim.programme.payments.exists()
    assert letters("claim_refused") == 1


def test_staff_write_the_costs_of_somebody_without_an_account(client_of):
    traveller = make_traveller()
    staff = make_staff(traveller.subject.programme)
    person = traveller.person
    with pytest.raises(NotYours):
        write_claim(registration=traveller, account=ACCOUNT, costs=[ticket(traveller)], by=staff)

    person.user = None
    person.save()
    with clock.at(after(traveller.subject)):
        answer = client_of(staff).post(page_of(traveller), sheet(ticket_row(traveller)))

    assert answer.url == TravelClaim.objects.get().get_absolute_url()


@pytest.mark.parametrize(("state", "settled"), [("submitted", False), ("paid", True)])
def test_a_visit_is_settled_once_all_travel_costs_are_answered(state, settled):
    claim = make_claim(state)
    visit, staff = claim.visit, make_staff(claim.programme)
    with clock.at(after(visit) + timedelta(days=30)):
        visit.refresh_from_db()
        visit.report = "Zobaczyliśmy, jak dzielnice same uzgadniają projekty. " * 3
        visit.save(update_fields=["report"])
        visit.submit_report(by=staff)
        refused = visit.settle.move.why_not(visit, {"by": staff, "at": clock.now(), "note": ""})

    assert (refused == []) is settled


# --- mistakes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount": ""}, "Wpisz kwotę z biletu lub rachunku."),
        ({"amount": "sto"}, "Wpisz kwotę"),
        ({"amount": "-5"}, "Wpisz kwotę większą od zera."),
        ({"kind": ""}, "Wybierz, za co jest ten koszt."),
        ({"kind": "samolot"}, "samolot"),
        ({"kind": "vehicle", "amount": ""}, "Wybierz pojazd."),
        ({"kind": "vehicle", "vehicle": "car", "km": "daleko"}, "Wpisz kilometry"),
        ({"day": ""}, "Podaj dzień."),
        ({"day": "wczoraj"}, "Podaj dzień"),
        ({"day": "2019-01-01"}, "Podaj dzień w ciągu tygodnia od wizyty."),
        ({"what": ""}, "Wpisz, skąd dokąd"),
        ({"what": "ą" * 201}, "200"),
    ],
)
def test_a_mistake_in_a_cost_is_named_and_nothing_typed_is_lost(client_of, changes, said):
    traveller = make_traveller()
    row = ticket_row(traveller, **changes)
    with clock.at(after(traveller.subject)):
        page = client_of(traveller.person.user).post(page_of(traveller), sheet(row))

    assert page.status_code == 422
    assert said in page.text
    assert all(str(value) in page.text for value in changes.values() if len(str(value)) < 200)
    assert not TravelClaim.objects.exists()


@pytest.mark.parametrize("account", ["", "12", "61109010140000071219812875"])
def test_a_wrong_account_number_is_named(client_of, account):
    traveller = make_traveller()
    with clock.at(after(traveller.subject)):
        typed = sheet(ticket_row(traveller), account=account)
        page = client_of(traveller.person.user).post(page_of(traveller), typed)

    assert page.status_code == 422
    assert "Pociąg Rybnik–Płock" in page.text


def test_two_windows_do_not_overwrite_each_other():
    claim = make_claim()
    person = claim.registration.person.user
    lines = [ticket(claim.registration, "50.00")]
    write_claim(
        registration=claim.registration, account=ACCOUNT, costs=lines, by=person, seen=claim.version
    )

    with pytest.raises(SomeoneWasFaster):
        write_claim(
            registration=claim.registration,
            account=ACCOUNT,
            costs=[],
            by=person,
            seen=claim.version,
        )

    assert claim.costs.get().amount == Decimal("50.00")


def test_what_was_sent_is_no_longer_changed(client_of):
    claim = make_claim("submitted")
    browser = client_of(claim.registration.person.user)

    answer = browser.post(page_of(claim.registration), sheet(ticket_row(claim.registration)))

    assert answer.status_code == 409
    assert "nie można już ich zmienić" in answer.text


def test_a_row_is_taken_away(client_of):
    claim = make_claim()
    traveller = claim.registration
    row = ticket_row(traveller) | {"DELETE": "on"}
    typed = sheet(row, ticket_row(traveller, what="Autobus"), version=claim.version)
    with clock.at(after(traveller.subject)):
        client_of(traveller.person.user).post(
            page_of(traveller), typed | {"costs-INITIAL_FORMS": 1}
        )

    assert [cost.what for cost in claim.costs.all()] == ["Autobus"]


# --- who sees what -------------------------------------------------------------------------------


def test_the_costs_of_another_are_not_found(client_of):
    claim = make_claim()
    stranger = client_of(make_user())

    assert stranger.get(claim.get_absolute_url()).status_code == 404
    assert stranger.get(page_of(claim.registration)).status_code == 404


def test_whoever_pays_reads_the_claim_with_its_tickets(client_of):
    claim = make_claim("checked")
    finance = client_of(make_staff(claim.programme, "finance"))

    page = finance.get(claim.get_absolute_url()).text

    assert "bilet.pdf" in page
    assert "Zatwierdź jako druga osoba" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_a_visit_costs_the_same_with_one_claim_and_with_three(
    client_of, count, django_assert_num_queries
):
    travellers = make_travellers(count)
    for traveller in travellers:
        make_claim("submitted", traveller=traveller)
    visit = travellers[0].visit
    browser = client_of(make_staff(visit.programme))
    url = reverse("activities:visit-claims", args=[visit.code])
    browser.get(url)

    with django_assert_num_queries(11):
        page = browser.get(url)

    assert len(page.context["object_list"]) == count


def test_the_list_leads_to_tickets_and_advances_once_there_is_a_group(client_of):
    for visit, leads in ((make_visit("recruiting"), False), (make_travellers(1)[0].visit, True)):
        money = reverse("activities:visit-money", args=[visit.code])
        browser = client_of(make_staff(visit.programme))

        page = browser.get(reverse("activities:visit-claims", args=[visit.code])).text

        assert (money in page) == leads
        assert (browser.get(money).status_code == 200) == leads


def test_finance_keep_the_rates_and_others_do_not(client_of):
    claim = make_claim()
    url = reverse("activities:travel-rates")
    typed = {
        "vehicle": "car",
        "since": "2027-01-01",
        "per_km": "1,19",
        "source": "Rozporządzenie z 2026 r.",
    }
    finance = client_of(make_staff(claim.programme, "finance"))

    assert finance.post(url, typed).url == url
    assert finance.post(url, typed | {"per_km": "dużo"}).status_code == 422
    assert TravelRate.objects.get().per_km == Decimal("1.19")
    assert client_of(make_user()).get(url).status_code == 404
