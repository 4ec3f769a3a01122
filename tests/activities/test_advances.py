"""Money before the journey: nobody is paid twice, no limit is broken, every advance comes to its end."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from activities.actions import (
    CostLine,
    buy_ticket,
    give_ticket_back,
    limit_travel,
    propose_advance,
    take_attendance,
    write_claim,
)
from activities.models import (
    Advance,
    BoughtTicket,
    Registration,
    StudyVisit,
    TravelClaim,
    TravelLimit,
)
from activities.models.ticket import Leg
from finance.models import PaymentOrder
from tests.factories.activities import make_activity, make_staff, make_visit
from tests.factories.advances import make_advance, pay
from tests.factories.people import make_user
from tests.factories.travel import ACCOUNT, PDF
from tests.factories.visits import held_group, make_group, places
from workflows import clock, tasks
from workflows.actions import attach_file
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message, Turn

pytestmark = pytest.mark.django_db


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def line(visit, amount="120.00", leg="there", what="Pociąg"):
    return CostLine("ticket", visit.days[0], what, amount=Decimal(amount), leg=leg)


def come_back(visit):
    """Everybody was there, the visit took place."""
    staff = make_staff(visit.programme)
    visit = fresh(visit)
    with clock.at(visit.ends_at + timedelta(hours=1)):
        for day in visit.days:
            keys = {each.pk for each in places(visit) if each.state != "cancelled"}
            take_attendance(subject=visit, day=day, present=keys, by=staff)
        visit.refresh_from_db()
        visit.hold(by=staff)
    return fresh(visit)


def claim_of(place, *costs, approve=True):
    """Costs written, sent, checked and approved; two days after the visit."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    place = fresh(place)
    person = place.person.user
    with clock.at(place.subject.ends_at + timedelta(days=2)):
        claim = write_claim(
            registration=place,
            account=ACCOUNT,
            costs=costs or [line(place.subject)],
            by=person,
        )
        attach_file(
            obj=claim, upload=SimpleUploadedFile("b.pdf", PDF, "application/pdf"), by=person
        )
        claim.submit(by=person)
        if approve:
            claim.check_first(by=make_staff(claim.programme))
            claim.approve(by=make_staff(claim.programme, "finance"))
    return fresh(claim)


def transfers(claim):
    return [
        order.amount
        for order in PaymentOrder.objects.exclude(state="cancelled")
        if isinstance(order.about, TravelClaim) and order.about.pk == claim.pk
    ]


def told(template):
    return [
        letter.recipient for letter in Message.objects.filter(template=f"activities/{template}")
    ]


def money_url(visit, name="visit-money", *more):
    return reverse(f"activities:{name}", args=[visit.code, *more])


class TestTicketsOfTheOrganiser:
    @pytest.mark.parametrize(
        ("bought", "claimed", "twice"),
        [
            ("there", "there", True),
            ("there", "back", False),
            ("there", "both", True),
            ("back", "there", False),
            ("both", "there", True),
            ("both", "back", True),
            ("both", "both", True),
            ("both", "local", False),
            ("local", "local", False),
            ("local", "both", False),
            ("there", "", False),
        ],
    )
    def test_a_way_is_paid_once(self, bought, claimed, twice):
        assert BoughtTicket(leg=bought).covers(claimed) is twice

    @given(st.sampled_from(Leg.values), st.sampled_from(Leg.values))
    def test_whose_ticket_it_is_makes_no_difference_to_whether_two_cover_the_same(self, one, other):
        assert BoughtTicket(leg=one).covers(other) == BoughtTicket(leg=other).covers(one)

    def test_a_claim_for_a_way_that_was_bought_is_not_sent(self):
        visit = make_group(1)
        (place,) = places(visit)
        buy_ticket(
            registration=place,
            leg="there",
            what="Pociąg Rybnik–Płock",
            amount=Decimal(80),
            by=make_staff(visit.programme),
        )
        come_back(visit)

        with pytest.raises(GuardsFailed) as refused:
            claim_of(place, line(visit, leg="both"))

        assert "organizator kupił Ci już bilet" in " ".join(refused.value.sentences)

    def test_the_other_way_and_care_are_paid_back(self):
        visit = make_group(1)
        (place,) = places(visit)
        buy_ticket(
            registration=place,
            leg="there",
            what="Pociąg",
            amount=Decimal(80),
            by=make_staff(visit.programme),
        )
        come_back(visit)
        care = CostLine("care", visit.days[0], "Opieka nad córką", amount=Decimal(100))

        claim = claim_of(place, line(visit, leg="back"), care)

        assert claim.accepted_amount == Decimal("220.00")

    def test_it_counts_against_what_the_visit_spends_on_one_person(self):
        visit = make_group(1, travel_cap=Decimal(200))
        (place,) = places(visit)
        buy_ticket(
            registration=place,
            leg="there",
            what="Pociąg",
            amount=Decimal(150),
            by=make_staff(visit.programme),
        )
        come_back(visit)

        assert claim_of(place, line(visit, leg="back")).accepted_amount == Decimal("50.00")

    def test_staff_note_it_and_take_it_back_on_a_page(self, client_of):
        visit = make_group(1)
        (place,) = places(visit)
        browser = client_of(make_staff(visit.programme))

        browser.post(
            money_url(visit, "visit-ticket-new"),
            {"registration": place.pk, "leg": "both", "what": "Pociąg", "amount": "164,00"},
        )

        ticket = BoughtTicket.objects.get()
        page = browser.get(money_url(visit)).content.decode()
        assert "164,00" in page
        assert (
            "Pociąg" in client_of(place.person.user).get(place.get_absolute_url()).content.decode()
        )
        browser.post(money_url(visit, "visit-ticket-back", ticket.pk))
        assert not BoughtTicket.objects.exists()

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"registration": ""}, "Wybierz, dla kogo."),
            ({"what": ""}, "Napisz, skąd dokąd."),
            ({"amount": ""}, "Wpisz cenę biletu."),
            ({"amount": "0"}, "Wpisz kwotę większą od zera."),
            ({"amount": "-3"}, "Wpisz kwotę większą od zera."),
            ({"leg": "bokiem"}, "bokiem"),
        ],
    )
    def test_what_is_missing_is_told_and_the_rest_kept(self, client_of, change, sentence):
        visit = make_group(1)
        typed = {"registration": places(visit)[0].pk, "leg": "both", "what": "Kolej", "amount": "9"}

        answer = client_of(make_staff(visit.programme)).post(
            money_url(visit, "visit-ticket-new"), typed | change
        )

        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert not BoughtTicket.objects.exists()

    def test_somebody_of_another_visit_gets_none_here(self, client_of):
        visit, other = make_group(1), make_group(1)
        answer = client_of(make_staff(visit.programme)).post(
            money_url(visit, "visit-ticket-new"),
            {"registration": places(other)[0].pk, "leg": "both", "what": "Kolej", "amount": "9"},
        )
        assert (answer.status_code, BoughtTicket.objects.exists()) == (422, False)

    def test_after_the_report_the_list_is_closed(self):
        visit = held_group(1)
        StudyVisit.objects.filter(pk=visit.pk)
        staff, (place,) = make_staff(visit.programme), places(visit)
        ticket = buy_ticket(
            registration=place, leg="there", what="Kolej", amount=Decimal(9), by=staff
        )
        visit = fresh(visit)
        visit.report = "Zobaczyliśmy, jak to się robi. " * 5
        visit.save()
        with clock.at(visit.ends_at + timedelta(days=12)):
            visit.submit_report(by=staff)
            for act in (
                lambda: buy_ticket(
                    registration=fresh(place), leg="back", what="K", amount=Decimal(9), by=staff
                ),
                lambda: give_ticket_back(ticket=fresh(ticket), by=staff),
            ):
                with pytest.raises(GuardsFailed):
                    act()

    def test_only_the_team_notes_tickets(self):
        visit = make_group(1)
        (place,) = places(visit)
        ticket = buy_ticket(
            registration=place,
            leg="there",
            what="K",
            amount=Decimal(9),
            by=make_staff(visit.programme),
        )
        for user in (place.person.user, make_user()):
            with pytest.raises(NotYours):
                buy_ticket(registration=place, leg="back", what="K", amount=Decimal(9), by=user)
            with pytest.raises(NotYours):
                give_ticket_back(ticket=ticket, by=user)


class TestAdvances:
    def test_one_proposes_another_approves_and_the_transfer_is_planned(self):
        advance = make_advance("approved")

        order = advance.payments.get()
        assert (order.amount, order.state) == (Decimal("150.00"), "planned")
        assert advance.registration.person.full_name == order.payee

    def test_nobody_approves_what_they_proposed_or_what_is_their_own(self):
        advance = make_advance()
        for user in (advance.proposed_by, advance.registration.person.user):
            with pytest.raises(NotYours):
                advance.approve(by=user)

    def test_the_person_hears_that_there_will_be_none(self):
        advance = make_advance()

        advance.refuse(by=make_staff(advance.programme), note="Budżet wizyty jest wydany.")

        assert told("advance_refused") == [advance.registration.person.user]
        letter = Message.objects.get(template="activities/advance_refused")
        assert "Budżet wizyty jest wydany." in letter.body

    def test_whoever_proposed_it_is_not_asked_to_approve_it(self):
        advance = make_advance()

        asked = {who.pk for turn in Turn.objects.of(advance) for who in turn.people()}

        assert asked
        assert advance.proposed_by_id not in asked
        assert not Turn.objects.of(advance).waiting_for(advance.proposed_by).exists()

    def test_the_person_hears_of_it_and_settles_it(self):
        advance = make_advance("paid")
        person = advance.registration.person.user

        assert (advance.state, told("advance_paid")) == ("paid", [person])
        assert Turn.objects.of(advance).get().holder == person

    @pytest.mark.parametrize(
        ("costs", "state", "due_back", "transferred", "claim_state"),
        [
            ("200.00", "settled", None, ["50.00"], "approved"),
            ("150.00", "settled", None, [], "paid"),
            ("90.00", "to_return", "60.00", [], "paid"),
        ],
        ids=["more", "just that", "less"],
    )
    def test_it_is_taken_off_the_costs(self, costs, state, due_back, transferred, claim_state):
        advance = make_advance("paid")
        come_back(advance.visit)

        claim = claim_of(advance.registration, line(advance.visit, costs))

        advance = fresh(advance)
        assert advance.state == state
        assert advance.due_back == (Decimal(due_back) if due_back else None)
        assert transfers(claim) == [Decimal(each) for each in transferred]
        assert claim.state == claim_state
        assert bool(told("claim_approved")) == bool(transferred)
        assert bool(told("claim_covered")) != bool(transferred)
        assert bool(told("advance_to_return")) == bool(due_back)

    @given(
        st.decimals(min_value=1, max_value=400, places=2),
        st.decimals(min_value=1, max_value=900, places=2),
        st.one_of(st.none(), st.decimals(min_value=1, max_value=600, places=2)),
    )
    def test_what_goes_out_less_what_comes_back_is_what_is_paid_back(self, amount, costs, cap):
        """For every advance, every cost and every limit, reckoned by the rules alone."""
        accepted = costs if cap is None else min(costs, cap)
        paid = Advance(amount=amount, state="paid")
        transfer = max(accepted - paid.covered, Decimal(0))
        rest = max(amount - accepted, Decimal(0))

        assert amount + transfer - rest == accepted
        assert transfer == 0 or rest == 0
        settled = Advance(amount=amount, state="to_return", due_back=rest)
        assert settled.covered == min(amount, accepted)

    def test_the_rest_comes_back_and_that_is_noted(self):
        advance = make_advance("paid")
        come_back(advance.visit)
        claim_of(advance.registration, line(advance.visit, "90.00"))
        advance = fresh(advance)
        assert advance.return_by > advance.asked_back_at

        with pytest.raises(NotYours):
            advance.note_return(by=advance.registration.person.user)
        advance.note_return(by=make_staff(advance.programme, "finance"))

        assert fresh(advance).state == "returned"

    def test_whoever_was_not_there_returns_all_of_it(self):
        advance = make_advance("paid")
        visit = fresh(advance.visit)
        staff = make_staff(visit.programme)
        with clock.at(visit.ends_at + timedelta(hours=1)):
            for day in visit.days:
                take_attendance(subject=visit, day=day, present=set(), by=staff)

        advance = fresh(advance)
        assert (advance.state, advance.due_back) == ("to_return", Decimal("150.00"))

    @pytest.mark.parametrize(
        ("state", "after"),
        [("proposed", "dropped"), ("approved", "dropped"), ("paid", "to_return")],
    )
    def test_whoever_gives_the_place_up_keeps_no_advance(self, state, after):
        advance = make_advance(state)
        place = fresh(advance.registration)

        place.cancel(by=place.person.user)

        assert fresh(advance).state == after
        waiting = advance.payments.exclude(state__in=("cancelled", "paid"))
        assert not waiting.exists()

    def test_money_that_was_ordered_before_somebody_gave_up_is_asked_back_once_it_went_out(self):
        advance = make_advance("approved")
        finance = make_staff(advance.programme, "finance")
        advance.payments.get().order(by=finance)
        place = fresh(advance.registration)
        place.cancel(by=place.person.user)

        pay(advance)

        assert fresh(advance).state == "to_return"

    def test_who_never_sends_costs_is_asked_for_it_when_the_days_are_over(self):
        advance = make_advance("paid")
        visit = come_back(advance.visit)
        for days, state in ((13, "paid"), (16, "to_return")):
            with clock.at(visit.ends_at + timedelta(days=days)):
                tasks.tick()
            assert fresh(advance).state == state

    def test_costs_that_wait_for_the_team_are_no_reason_to_ask_for_it(self):
        advance = make_advance("paid")
        visit = come_back(advance.visit)
        claim_of(advance.registration, approve=False)

        with clock.at(visit.ends_at + timedelta(days=30)):
            tasks.tick()

        assert fresh(advance).state == "paid"

    @pytest.mark.parametrize("move", ["refuse", "withdraw"])
    def test_costs_that_come_to_nothing_leave_all_of_it_to_be_returned(self, move):
        advance = make_advance("paid")
        come_back(advance.visit)
        claim = claim_of(advance.registration, approve=False)
        who = {"refuse": make_staff(claim.programme), "withdraw": claim.registration.person.user}

        getattr(claim, move)(
            by=who[move], **({"note": "Nie ta wizyta."} if move == "refuse" else {})
        )

        assert fresh(advance).due_back == Decimal("150.00")

    def test_an_advance_that_nobody_paid_yet_stops_the_approval_of_costs(self):
        advance = make_advance("approved")
        come_back(advance.visit)

        with pytest.raises(GuardsFailed) as refused:
            claim_of(advance.registration)

        assert "nie jest jeszcze wypłacona" in " ".join(refused.value.sentences)

    def test_a_transfer_that_was_cancelled_leaves_no_advance(self):
        advance = make_advance("approved")
        finance = make_staff(advance.programme, "finance")

        advance.payments.get().cancel(by=finance, note="Zły numer konta.")

        assert fresh(advance).state == "dropped"

    @pytest.mark.parametrize(
        ("rules", "amount", "sentence"),
        [
            ({"travel_cap": Decimal(100)}, "100.01", "najwyżej 100,00"),
            ({"travel_pool": Decimal(90)}, "90.01", "najwyżej 90,00"),
            ({"claim_days": None}, "10.00", "nie są zwracane"),
        ],
    )
    def test_nobody_gets_more_than_the_visit_pays(self, rules, amount, sentence):
        with pytest.raises(GuardsFailed) as refused:
            make_advance(amount=amount, **rules)
        assert sentence in " ".join(refused.value.sentences).replace("\xa0", " ")

    def test_there_is_one_for_a_person_and_none_once_they_are_back(self):
        advance = make_advance()
        staff = make_staff(advance.programme)
        again = {"registration": advance.registration, "amount": Decimal(10), "account": ACCOUNT}
        with pytest.raises(GuardsFailed):
            propose_advance(**again, by=staff)

        visit = held_group(1)
        late = {**again, "registration": places(visit)[0]}
        with pytest.raises(GuardsFailed):
            propose_advance(**late, by=make_staff(visit.programme))

    def test_the_visit_is_not_settled_while_one_is_out(self):
        advance = make_advance("paid")
        visit = come_back(advance.visit)
        given = {"by": None, "at": visit.ends_at + timedelta(days=60), "note": ""}
        sentence = "Niektóre zaliczki nie są jeszcze rozliczone albo zwrócone."

        assert sentence in visit.settle.move.why_not(visit, given)
        claim_of(advance.registration, line(visit, "150.00"))
        assert sentence not in visit.settle.move.why_not(visit, given)

    def test_it_is_proposed_on_a_page_and_what_is_wrong_is_kept_and_told(self, client_of):
        visit = make_group(1, travel_cap=Decimal(100))
        (place,) = places(visit)
        browser = client_of(make_staff(visit.programme, "finance"))
        url = money_url(visit, "visit-advance-new")
        typed = {"registration": place.pk, "amount": "500", "account": ACCOUNT}

        for change in ({}, {"amount": "0"}, {"account": "123"}, {"registration": ""}):
            answer = browser.post(url, typed | change)
            assert answer.status_code == 422
        done = browser.post(url, typed | {"amount": "90"})

        assert done.url == Advance.objects.get().get_absolute_url()

    def test_the_account_is_read_by_the_person_and_who_keeps_the_money(self, client, client_of):
        advance = make_advance()
        url = advance.get_absolute_url()
        allowed = (advance.registration.person.user, make_staff(advance.programme, "finance"))
        for user in allowed:
            assert "0000 0712" in client_of(user).get(url).content.decode().replace("\xa0", " ")
        for user in (make_user(), make_staff(make_visit().programme)):
            assert client_of(user).get(url).status_code == 404
        assert client.get(url).status_code == 302


class TestLimitOverAllVisits:
    def two_visits(self):
        first = held_group(1)
        second = held_group(1, activity=first.activity)
        return first, second

    def test_costs_of_all_visits_of_an_activity_stay_within_it(self):
        first, second = self.two_visits()
        limit_travel(
            of=first.activity, amount=Decimal(200), by=make_staff(first.programme, "finance")
        )
        claim_of(places(first)[0], line(first, "150.00"))

        with pytest.raises(GuardsFailed) as refused:
            claim_of(places(second)[0], line(second, "60.00"))

        assert "50,00" in " ".join(refused.value.sentences)
        assert second.travel_limits()[0].spent == Decimal("150.00")

    def test_tickets_count_too(self):
        first, second = self.two_visits()
        staff = make_staff(first.programme)
        limit_travel(of=first.activity, amount=Decimal(200), by=staff)
        buy_ticket(
            registration=places(first)[0],
            leg="there",
            what="K",
            amount=Decimal("190.00"),
            by=staff,
        )

        assert fresh(second).travel_pool_left() == Decimal("10.00")

    def test_the_narrower_of_two_limits_holds(self):
        visit = held_group(1, travel_pool=Decimal(80))
        staff = make_staff(visit.programme)
        for amount, left in ((Decimal(300), 80), (Decimal(50), 50), (None, 80)):
            limit_travel(of=visit.activity, amount=amount, by=staff)
            assert fresh(visit).travel_pool_left() == left
        assert not TravelLimit.objects.exists()

    def test_over_a_programme_visits_of_every_activity_count_together(self):
        first = held_group(1)
        second = held_group(1, activity=make_activity("study_visit", first.programme))
        limit_travel(of=first.programme, amount=Decimal(200), by=make_staff(first.programme))
        claim_of(places(first)[0], line(first, "150.00"))

        with pytest.raises(GuardsFailed) as refused:
            claim_of(places(second)[0], line(second, "60.00"))

        said = " ".join(refused.value.sentences).replace("\xa0", " ")
        assert "Limit (wszystkie wizyty programu): zostało tylko 50,00 zł" in said
        assert fresh(held_group(1)).travel_pool_left() is None

    def test_one_person_gets_no_more_over_all_visits_of_the_programme(self, client_of):
        first = held_group(2)
        second = held_group(2, activity=make_activity("study_visit", first.programme))
        mine, others = places(first)
        again = places(second)[0]
        Registration.objects.filter(pk=again.pk).update(person=mine.person)
        limit_travel(
            of=first.programme,
            amount=None,
            per_person=Decimal(200),
            by=make_staff(first.programme),
        )

        claim_of(mine, line(first, "150.00"))
        claim_of(others, line(first, "190.00"))
        cut = claim_of(again, line(second, "60.00"), approve=False)

        page = client_of(mine.person.user).get(cut.get_absolute_url()).content.decode()
        said = page.replace("\xa0", " ")
        assert "Jedna osoba dostaje najwyżej 200,00 zł (limit: wszystkie wizyty programu" in said
        assert "zostało 50,00 zł" in said
        cut.check_first(by=make_staff(first.programme))
        cut.approve(by=make_staff(first.programme, "finance"))
        assert cut.accepted_amount == Decimal("50.00")
        assert cut.payable.amount == Decimal("50.00")

    def test_the_claimant_and_the_team_read_that_too_little_is_left(self, client_of):
        visit = held_group(2, travel_pool=Decimal(200))
        one, other = places(visit)
        claim_of(one, line(visit, "150.00"))
        claim = claim_of(other, line(visit, "60.00"), approve=False)
        for user in (other.person.user, make_staff(visit.programme)):
            page = client_of(user).get(claim.get_absolute_url()).content.decode()
            assert "zostało tylko 50,00" in page.replace("\xa0", " ")

    def test_two_approvals_at_once_do_not_both_take_what_is_left(self, monkeypatch):
        visit = held_group(2, travel_pool=Decimal(200))
        one, other = places(visit)
        claim_of(one, line(visit, "150.00"))
        claim = claim_of(other, line(visit, "60.00"), approve=False)
        # the other approval is not seen yet when the guards look
        monkeypatch.setattr(TravelClaim, "limits_exceeded", lambda self: [])
        claim.check_first(by=make_staff(visit.programme))
        with pytest.raises(GuardsFailed, match="przed chwilą"):
            claim.approve(by=make_staff(visit.programme, "finance"))
        assert TravelClaim.objects.get(pk=claim.pk).state == "checked"

    def test_they_are_set_on_a_page_by_who_keeps_the_money(self, client_of):
        visit = make_group(1)
        finance = client_of(make_staff(visit.programme, "finance"))
        url = money_url(visit, "visit-limit")
        rules = {"activity": "40 000,00", "programme": "90000", "programme_person": "500"}

        assert finance.post(url, {"activity": "-1"}).status_code == 422
        finance.post(url, rules)

        of_activity, of_programme = TravelLimit.objects.order_by("pk")
        assert (of_activity.activity, of_activity.amount) == (visit.activity, Decimal(40000))
        assert (of_programme.programme, of_programme.amount) == (visit.programme, Decimal(90000))
        assert of_programme.per_person == Decimal(500)
        page = finance.get(money_url(visit)).content.decode().replace("\xa0", " ")
        for said in ("40 000,00", "90 000,00", "500,00"):
            assert said in page
        assert "500" in finance.get(url).content.decode()
        finance.post(url, {})
        assert not TravelLimit.objects.exists()
        with pytest.raises(NotYours):
            limit_travel(of=visit.activity, amount=None, by=places(visit)[0].person.user)


def test_the_money_of_a_visit_is_no_page_for_others(client, client_of):
    visit = make_group(1)
    for name in ("visit-money", "visit-limit", "visit-advance-new", "visit-ticket-new"):
        for user in (places(visit)[0].person.user, make_user()):
            assert client_of(user).get(money_url(visit, name)).status_code == 404
        assert client.get(money_url(visit, name)).status_code == 302


def test_the_money_page_costs_the_same_with_one_row_and_with_three(
    client_of, django_assert_max_num_queries
):
    counts = []
    for size in (1, 3):
        visit = make_group(size)
        staff = make_staff(visit.programme)
        for place in places(visit):
            make_advance(place=place, amount="10")
            buy_ticket(registration=place, leg="both", what="K", amount=Decimal(9), by=staff)
        browser = client_of(staff)
        with django_assert_max_num_queries(40) as asked:
            browser.get(money_url(visit))
        counts.append(len(asked))
    assert counts[0] == counts[1]
