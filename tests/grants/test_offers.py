"""The reserve list moves up by itself: what is free is offered to the next one, who answers until a day."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from grants.actions.reserve import move_up
from grants.models import Agreement, Call, ReserveOffer
from grants.rules.reserve import amount_for, offers_for
from grants.rules.words import rules_of
from tests.factories.grants import make_call, staff_of
from tests.factories.grants_later import decide, make_assessed_call
from tests.factories.people import make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.models import History, Message, Turn
from workflows.tasks import tick
from workflows.workdays import end_of_working_window

pytestmark = pytest.mark.django_db
GOOD, FAIR, WEAK = ("9", "5"), ("8", "4"), ("7", "3")


class Rules:
    """The part of a call that says what fits."""

    def __init__(self, *, partial=False, least="0", smallest="0", passes=False):
        self.partial_awards, self.partial_min = partial, Decimal(least)
        self.min_grant, self.reserve_passes_over = Decimal(smallest), passes


def decided(*asked, days=5, pool="5000.00", **fields):
    """A decided call: the first gets a grant, the others wait in this order."""
    marks = (GOOD, FAIR, WEAK, ("6", "3"))
    rows = [(amount, marks[place], marks[place]) for place, amount in enumerate(asked)]
    call = make_assessed_call(
        *rows, pool=Decimal(pool), max_grant=Decimal(pool), reserve_offer_days=days, **fields
    )
    decide(call)
    return Call.objects.get(pk=call.pk)


def resign(call):
    """Whoever has the grant gives it up."""
    agreement = Agreement.objects.filter(call=call).latest("pk")
    agreement.resign(by=agreement.application.author, note="Nie damy rady.")
    return agreement


def again(obj):
    return type(obj).objects.get(pk=obj.pk)


def waiting(call):
    return list(call.applications.in_state("reserve").in_order_of_number())


# --- what fits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "free", "rules", "offered"),
    [
        ("5000", "5000", Rules(), "5000"),
        ("5000", "5000.01", Rules(), "5000"),
        ("5000", "4999.99", Rules(), None),
        ("5000", "4000", Rules(partial=True, least="80"), "4000"),
        ("5000", "3999.99", Rules(partial=True, least="80"), None),
        ("5000", "900", Rules(partial=True, smallest="1000"), None),
        ("0.03", "0.02", Rules(partial=True, least="50"), "0.02"),
    ],
)
def test_an_offer_is_the_whole_need_or_the_part_that_the_call_admits(asked, free, rules, offered):
    expected = None if offered is None else Decimal(offered)

    assert amount_for(Decimal(asked), Decimal(free), rules) == expected


@pytest.mark.parametrize(
    ("passes", "found"),
    [(False, []), (True, [(2, Decimal(3000))])],
)
def test_a_smaller_need_passes_a_larger_one_only_where_the_call_says_so(passes, found):
    wants = [(1, Decimal(5000)), (2, Decimal(3000))]

    assert offers_for(wants, Decimal(4000), Rules(passes=passes)) == found


@given(
    st.lists(st.integers(1, 10_000), max_size=8),
    st.integers(0, 20_000),
    st.booleans(),
    st.booleans(),
)
def test_offers_never_exceed_what_is_free_and_keep_the_order(asked, free, partial, passes):
    wants = [(place, Decimal(one)) for place, one in enumerate(asked)]

    found = offers_for(wants, Decimal(free), Rules(partial=partial, passes=passes))

    assert sum(amount for _key, amount in found) <= free
    assert [key for key, _amount in found] == sorted(key for key, _amount in found)
    assert all(0 < amount <= asked[key] for key, amount in found)


# --- what frees money ----------------------------------------------------------------------------


def test_a_grant_given_up_is_offered_to_the_next_one_with_a_day_to_answer():
    call = decided("5000.00", "4000.00", "3000.00")
    first, second = waiting(call)

    agreement = resign(call)

    offer = ReserveOffer.objects.get()
    assert (offer.application, offer.amount) == (first, Decimal(4000))
    assert agreement.number in offer.because
    assert offer.due_at == end_of_working_window(clock.now(), days=5)
    assert Turn.objects.of(offer).get().holder == first.author
    assert again(second).state == "reserve"


def test_a_terminated_agreement_frees_its_money_too():
    call = decided("5000.00", "4000.00")
    agreement = Agreement.objects.get(call=call)

    agreement.terminate(by=staff_of(call), grounds="agreed", note="Za zgodą stron.")

    assert ReserveOffer.objects.get().amount == Decimal(4000)


def test_several_are_asked_when_the_money_reaches():
    call = decided("5000.00", "2000.00", "3000.00")

    resign(call)

    assert sorted(ReserveOffer.objects.values_list("amount", flat=True)) == [2000, 3000]


def test_whose_grant_became_free_is_for_the_staff_to_know():
    call = decided("5000.00", "4000.00")
    agreement = resign(call)

    offered = Message.objects.filter(template="grants/reserve_offered")
    told = Message.objects.filter(template="grants/reserve_offered_staff")

    assert offered.exists()
    assert all(agreement.number not in letter.body for letter in offered)
    assert all(agreement.number in letter.body for letter in told)


@pytest.mark.parametrize("days", [None])
def test_where_the_call_names_no_days_the_staff_move_the_list_up(days):
    call = decided("5000.00", "4000.00", days=days)

    resign(call)

    assert not ReserveOffer.objects.exists()
    assert move_up(call=call, reason="Ktoś zrezygnował.", by=staff_of(call)).state == "funded"


class TestByHand:
    """Where the call names no days, staff move the next one up with one press and a reason."""

    @pytest.fixture
    def call(self):
        call = decided("5000.00", "4000.00", "1000.00", days=None)
        resign(call)
        return again(call)

    @pytest.fixture
    def press(self, call, client_of):
        def pressed(by=None, **typed):
            address = reverse("grants:call-reserve", args=[call.code])
            return client_of(by or staff_of(call)).post(address, typed)

        return pressed

    def page(self, call, client_of):
        return client_of(staff_of(call)).get(reverse("grants:call-ranking", args=[call.code]))

    def test_the_page_has_the_button_with_a_reason_that_often_does(self, call, client_of):
        (one,) = self.page(call, client_of).context["upward"]

        assert one["fits"]
        assert "5\xa0000,00\xa0zł" in one["form"]["reason"].value().replace("\u202f", "\xa0")

    def test_the_reason_stands_in_the_history_of_the_call_and_not_of_the_application(
        self, call, press, client_of
    ):
        first, _second = waiting(call)

        press(reason="Umowa 1: rezygnacja sąsiadów.")

        assert again(first).state == "funded"
        entry = History.objects.of(call).latest("seq")
        assert entry.text.note == f"{first.number}: Umowa 1: rezygnacja sąsiadów."
        assert "rezygnacja sąsiadów" in client_of(staff_of(call)).get(call.get_absolute_url()).text
        mine = client_of(first.author).get(first.get_absolute_url()).text
        assert "rezygnacja sąsiadów" not in mine

    @pytest.mark.parametrize("reason", ["", "   ", "x" * 401])
    def test_without_a_reason_nobody_moves_and_what_was_typed_stays(self, call, press, reason):
        answer = press(reason=reason)

        assert answer.status_code == 422
        (one,) = answer.context["upward"]
        assert one["form"].errors["reason"]
        assert one["form"]["reason"].value() == reason
        assert len(waiting(call)) == 2

    def test_pressed_twice_the_second_one_is_not_passed_over(self, call, press):
        press(reason="Ktoś zrezygnował.")

        answer = press(reason="Ktoś zrezygnował.")

        assert answer.status_code == 302
        assert [one.state for one in call.applications.order_by("ordinal")][1:] == [
            "funded",
            "funded",
        ]

    def test_what_is_left_must_reach_for_the_next_one(self, client_of):
        call = decided("4000.00", "4500.00", pool="5000.00", days=None)
        address = reverse("grants:call-reserve", args=[call.code])

        answer = client_of(staff_of(call)).post(address, {"reason": "Zostało trochę."})

        assert answer.status_code == GuardsFailed.status
        (one,) = answer.context["upward"]
        assert one["form"]["reason"].value() == "Zostało trochę."
        assert "4\xa0500,00" in answer.text.replace("\u202f", "\xa0")

    def test_nobody_waits_any_more(self, press):
        for _each in range(2):
            press(reason="Ktoś zrezygnował.")

        assert press(reason="Ktoś zrezygnował.").status_code == 302

    def test_an_action_without_a_reason_is_refused_as_well(self, call):
        with pytest.raises(GuardsFailed):
            move_up(call=call, reason=" ", by=staff_of(call))


def test_nothing_is_offered_once_projects_are_over():
    call = decided("5000.00", "4000.00")

    with clock.at(clock.now() + timedelta(days=400)):
        resign(call)

    assert not ReserveOffer.objects.exists()


def test_a_need_too_large_waits_and_holds_the_others_up():
    call = decided("2500.00", "2500.00", "5000.00", "2000.00")

    resign(call)

    assert not ReserveOffer.objects.exists()


def test_a_need_too_large_is_passed_over_where_the_call_says_so():
    call = decided("2500.00", "2500.00", "5000.00", "2000.00", reserve_passes_over=True)

    resign(call)

    assert ReserveOffer.objects.get().amount == Decimal(2000)


def test_what_is_offered_is_not_free_for_anybody_else():
    call = decided("5000.00", "4000.00", "1500.00")
    resign(call)

    assert again(call).left_of_pool() == Decimal(1000)
    with pytest.raises(GuardsFailed):
        move_up(call=call, reason="Ktoś zrezygnował.", by=staff_of(call))


# --- the answer ----------------------------------------------------------------------------------


def test_whoever_accepts_is_funded_and_their_agreement_is_prepared(client_of):
    call = decided("5000.00", "4000.00")
    resign(call)
    offer = ReserveOffer.objects.get()
    author = client_of(offer.application.author)

    assert offer.get_absolute_url() in author.get(offer.application.get_absolute_url()).text
    address = reverse("grants:reserveoffer-move", args=[offer.pk, "accept"])
    author.post(address, {"version": offer.version})

    application = again(offer.application)
    assert (application.state, application.granted_amount) == ("funded", Decimal(4000))
    assert Agreement.objects.get(application=application).state == "prepared"
    assert again(call).left_of_pool() == Decimal(1000)
    assert Message.objects.filter(template="grants/reserve_accepted").exists()


def test_whoever_declines_leaves_the_list_and_the_next_one_is_asked():
    call = decided("5000.00", "4000.00", "3000.00")
    first, second = waiting(call)
    resign(call)

    ReserveOffer.objects.get().decline(by=first.author, note="Zrobiliśmy to sami.")

    assert (again(first).state, again(first).decline_reason) == ("not_funded", "offer_declined")
    assert ReserveOffer.objects.in_state("made").get().application == second


def test_an_offer_lapses_after_its_day_and_the_next_one_is_asked():
    call = decided("5000.00", "4000.00", "3000.00")
    first, second = waiting(call)
    resign(call)
    offer = ReserveOffer.objects.get()

    with clock.at(offer.due_at):
        tick()
        assert again(offer).state == "made"
    with clock.at(offer.due_at + timedelta(seconds=1)):
        tick()

    assert again(offer).state == "lapsed"
    assert again(first).decline_reason == "offer_lapsed"
    assert ReserveOffer.objects.in_state("made").get().application == second


def test_an_answer_after_the_day_is_too_late():
    call = decided("5000.00", "4000.00")
    resign(call)
    offer = ReserveOffer.objects.get()

    with pytest.raises(GuardsFailed, match="minął"):
        offer.accept(by=offer.application.author, at=offer.due_at + timedelta(seconds=1))
    offer.accept(by=offer.application.author, at=offer.due_at)
    assert offer.state == "accepted"


@pytest.mark.parametrize("name", ["accept", "decline"])
def test_nobody_answers_for_the_applicant(name):
    call = decided("5000.00", "4000.00")
    resign(call)

    with pytest.raises(NotYours):
        getattr(ReserveOffer.objects.get(), name)(by=staff_of(call))


def test_a_call_is_not_finished_over_an_open_offer():
    call = decided("5000.00", "4000.00")
    resign(call)

    with pytest.raises(GuardsFailed, match="propozycję"):
        again(call).finish(by=staff_of(call))


# --- who sees it ---------------------------------------------------------------------------------


def test_the_staff_see_every_offer_with_its_reason_the_applicant_theirs_without(client_of):
    call = decided("5000.00", "4000.00")
    agreement = resign(call)
    offer = ReserveOffer.objects.get()
    ranking = reverse("grants:call-ranking", args=[call.code])

    assert offer.because in client_of(staff_of(call)).get(ranking).text
    assert agreement.number in client_of(staff_of(call)).get(offer.get_absolute_url()).text
    shown = client_of(offer.application.author).get(offer.get_absolute_url())
    assert shown.status_code == 200
    assert agreement.number not in shown.text
    assert client_of(make_user("Obca Osoba")).get(offer.get_absolute_url()).status_code == 404


def test_the_public_page_says_how_long_one_has_to_accept():
    said = " ".join(str(rule) for rule in rules_of(make_call(reserve_offer_days=3)))

    assert "Czas na przyjęcie dotacji: 3 dni robocze." in said
