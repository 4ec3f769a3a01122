"""No attendance, no reimbursement: also where the list is corrected after the costs were sent."""

from datetime import timedelta
from decimal import Decimal

import pytest

from activities.actions import take_attendance
from activities.models import Advance, TravelClaim
from tests.factories.activities import after, make_staff
from tests.factories.advances import make_advance
from tests.factories.travel import make_claim, make_traveller, ticket, transfer_of
from workflows import clock
from workflows.consequences import consequences
from workflows.errors import GuardsFailed
from workflows.models import Message, Turn

pytestmark = pytest.mark.django_db


def correct_the_list(claim, *, there):
    """Staff save the list of every day once more."""
    visit, staff = claim.visit, make_staff(claim.programme)
    with clock.at(after(visit)):
        for day in visit.days:
            present = [claim.registration_id] if there else []
            take_attendance(subject=visit, day=day, present=present, by=staff)
    return TravelClaim.objects.get(pk=claim.pk)


def letters(template):
    return list(Message.objects.filter(template=f"activities/{template}"))


def holders(claim):
    return {turn.key for turn in Turn.objects.of(claim)}


@pytest.mark.parametrize("state", ["submitted", "checked"])
def test_costs_that_wait_go_back_with_the_reason_when_the_list_is_corrected(state):
    claim = correct_the_list(make_claim(state), there=False)

    assert claim.state == "returned"
    letter = letters("claim_returned")[0]
    assert "lista obecności" in letter.body.lower()


def test_the_person_is_not_asked_for_what_they_can_not_send_and_staff_are_asked_to_end_it():
    claim = correct_the_list(make_claim("submitted"), there=False)

    assert holders(claim) == {"refuse"}
    with pytest.raises(GuardsFailed):
        claim.submit(by=claim.registration.person.user)
    claim.refuse(by=make_staff(claim.programme), note="Nie było tej osoby na wizycie.")
    assert holders(claim) == set()


def test_a_presence_that_is_put_right_lets_the_person_send_the_costs_again():
    claim = correct_the_list(make_claim("checked"), there=False)
    claim = correct_the_list(claim, there=True)

    assert holders(claim) == {"submit"}
    claim.submit(by=claim.registration.person.user)
    assert claim.state == "submitted"


def test_nobody_is_asked_to_finish_costs_of_a_visit_they_missed():
    claim = correct_the_list(make_claim("draft"), there=False)

    assert (claim.state, holders(claim)) == ("draft", set())


@pytest.mark.parametrize(("state", "move"), [("submitted", "check_first"), ("checked", "approve")])
def test_costs_of_somebody_absent_are_neither_checked_nor_approved(state, move, monkeypatch):
    claim = make_claim(state)
    # the list is corrected and the costs do not follow: the guard alone must hold
    monkeypatch.setattr(consequences, "of", lambda move: [])
    correct_the_list(claim, there=False)

    with pytest.raises(GuardsFailed) as refusal:
        getattr(TravelClaim.objects.get(pk=claim.pk), move)(by=make_staff(claim.programme))

    assert "lista obecności" in refusal.value.sentences[0]


def test_an_approval_is_taken_back_with_its_transfer_as_long_as_nothing_is_paid():
    claim = make_claim("approved")
    order = transfer_of(claim)

    claim = correct_the_list(claim, there=False)

    order.refresh_from_db()
    assert (claim.state, claim.accepted_amount, claim.checked_by) == ("returned", None, None)
    assert order.state == "cancelled"
    assert not claim.payments.exclude(state="cancelled").exists()
    assert letters("paid_to_absent") == []


def test_costs_taken_back_can_go_the_whole_way_once_the_list_is_right():
    claim = correct_the_list(make_claim("approved"), there=False)
    claim = correct_the_list(claim, there=True)
    claim.submit(by=claim.registration.person.user)
    claim.check_first(by=make_staff(claim.programme))
    claim.approve(by=make_staff(claim.programme))

    assert transfer_of(claim).amount == Decimal("120.00")


def test_a_transfer_at_the_bank_is_not_called_back_but_staff_hear_of_it(client_of):
    claim = make_claim("approved")
    finance = make_staff(claim.programme, "finance")
    order = transfer_of(claim)
    order.order(by=finance)

    claim = correct_the_list(claim, there=False)

    assert claim.state == "approved"
    assert finance.email in {letter.address for letter in letters("paid_to_absent")}
    page = client_of(finance).get(claim.get_absolute_url()).text
    assert "lista obecności mówi, że tej osoby nie było" in page
    assert (
        "lista obecności mówi"
        not in client_of(claim.registration.person.user).get(claim.get_absolute_url()).text
    )


def test_a_transfer_that_the_bank_gives_back_is_not_planned_anew_for_somebody_absent():
    claim = make_claim("approved")
    finance = make_staff(claim.programme, "finance")
    order = transfer_of(claim)
    order.order(by=finance)
    claim = correct_the_list(claim, there=False)

    order.cancel(by=finance, note="Bank odrzucił przelew.")

    claim.refresh_from_db()
    assert claim.state == "returned"
    assert not claim.payments.exclude(state="cancelled").exists()


def test_of_money_that_went_out_already_staff_hear_by_letter():
    claim = correct_the_list(make_claim("paid"), there=False)

    assert claim.state == "paid"
    letter = letters("paid_to_absent")[0]
    assert "120,00" in letter.body.replace("\N{NO-BREAK SPACE}", " ")
    assert claim.registration.person.full_name in letter.subject


def test_an_advance_settled_with_costs_that_fell_away_is_asked_back_whole():
    advance = make_advance("paid", amount="100.00")
    traveller = advance.registration
    visit, staff = traveller.subject, make_staff(traveller.subject.programme)
    with clock.at(after(visit)):
        visit.hold(by=staff)
        for day in visit.days:
            take_attendance(subject=visit, day=day, present=[traveller.pk], by=staff)
    traveller.refresh_from_db()
    claim = make_claim("approved", traveller=traveller, costs=[ticket(traveller, "150.00")])
    assert Advance.objects.get().state == "settled"

    correct_the_list(claim, there=False)

    advance.refresh_from_db()
    assert (advance.state, advance.due_back) == ("to_return", Decimal("100.00"))


def test_a_visit_with_such_costs_can_be_settled_once_staff_refused_them():
    claim = correct_the_list(make_claim("submitted"), there=False)
    claim.refuse(by=make_staff(claim.programme), note="Nie było tej osoby na wizycie.")
    visit = claim.visit
    with clock.at(after(visit) + timedelta(days=40)):
        left = visit.settle.move.why_not(
            visit, {"by": make_staff(claim.programme), "at": clock.now(), "note": ""}
        )

    assert not any("Koszty" in sentence or "koszty" in sentence for sentence in left)


# --- paid back, as a state of the participant ------------------------------------------------------


def test_whoever_has_their_costs_back_is_shown_so_on_the_list_and_on_their_page(client_of):
    claim = make_claim("paid")
    place = claim.registration
    staff = client_of(make_staff(claim.programme))

    place.refresh_from_db()
    assert place.state == "reimbursed"
    assert "koszty zwrócone" in staff.get(claim.visit.get_absolute_url()).text
    assert "koszty zwrócone" in client_of(place.person.user).get(place.get_absolute_url()).text


def test_whoever_has_their_costs_back_still_counts_as_having_been_there(client_of):
    claim = make_claim("paid")

    assert list(claim.visit.going()) == [claim.registration]
    page = client_of(claim.registration.person.user).get(claim.registration.get_absolute_url())
    assert claim.get_absolute_url() in page.text


def test_a_list_saved_once_more_leaves_the_paid_back_as_they_are():
    claim = correct_the_list(make_claim("paid"), there=True)

    claim.registration.refresh_from_db()
    assert claim.registration.state == "reimbursed"


def test_a_presence_put_right_after_payment_says_paid_back_again():
    claim = correct_the_list(make_claim("paid"), there=False)
    claim = correct_the_list(claim, there=True)

    claim.registration.refresh_from_db()
    assert claim.registration.state == "reimbursed"


@pytest.mark.parametrize(("claim_days", "drawn"), [(14, True), (None, False)])
def test_only_a_visit_that_pays_back_draws_that_station(claim_days, drawn):
    place = make_traveller(claim_days=claim_days)

    assert ("reimbursed" in place.road) is drawn
