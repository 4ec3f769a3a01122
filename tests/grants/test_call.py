"""A call: what must be there before it opens, who runs it, and what the clock does to it."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from grants.actions.application import calls_past_closing
from grants.actions.call import publish_default_form
from grants.models import Call
from grants.rules import call as rules
from grants.rules.words import rules_of
from tests.factories.grants import chair_of, close, make_application, make_call, staff_of
from tests.factories.people import make_admin, make_user
from tests.factories.questionnaires import make_version, question
from workflows import clock
from workflows.errors import GuardsFailed, NotFromHere, NotYours, SomeoneWasFaster
from workflows.models import Message, Turn
from workflows.moves import SYSTEM

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")


def test_staff_open_a_complete_call() -> None:
    call = make_call("draft")

    call.open_call(by=staff_of(call))

    assert call.state == Call.States.OPEN
    assert call.is_taking


def test_nobody_else_opens_it() -> None:
    call = make_call("draft")

    for user in (make_user(), chair_of(call)):
        with pytest.raises(NotYours):
            call.open_call(by=user)


def test_every_reason_against_opening_is_named_at_once() -> None:
    call = make_call(
        "draft", criteria=[], questionnaire=None, pool=Decimal(5000), threshold_total=Decimal(1)
    )

    with pytest.raises(GuardsFailed) as refused:
        call.open_call(by=staff_of(call))

    assert len(refused.value.sentences) == 4


def test_a_form_without_costs_does_not_open() -> None:
    call = make_call("draft", questionnaire=make_version())

    with pytest.raises(GuardsFailed):
        call.open_call(by=staff_of(call))


def test_a_form_that_asks_for_the_title_again_does_not_open() -> None:
    call = make_call(
        "draft", questionnaire=make_version(question("costs"), question("text", "title"))
    )

    with pytest.raises(GuardsFailed, match="title"):
        call.open_call(by=staff_of(call))


def test_an_unpublished_form_does_not_open() -> None:
    call = make_call("draft", questionnaire=make_version(question("costs"), published=False))

    with pytest.raises(GuardsFailed):
        call.open_call(by=staff_of(call))


def test_a_call_whose_closing_has_passed_does_not_open() -> None:
    call = make_call("draft")

    with clock.at(call.closes_at), pytest.raises(GuardsFailed):
        call.open_call(by=staff_of(call))


def test_two_staff_open_it_once() -> None:
    call = make_call("draft")
    seen = call.version
    call.open_call(by=staff_of(call), seen=seen)

    with pytest.raises(SomeoneWasFaster):
        call.open_call(by=staff_of(call), seen=seen)


def test_the_clock_closes_it_at_its_instant_and_not_before() -> None:
    call = make_call()

    assert call not in calls_past_closing(call.closes_at - timedelta(seconds=1))
    assert call in calls_past_closing(call.closes_at)


def test_nobody_closes_it_by_hand() -> None:
    call = make_call()

    with pytest.raises(NotYours):
        call.close(by=staff_of(call))


def test_a_closed_call_waits_for_its_formal_checks() -> None:
    call = make_call()
    make_application(call, "submitted")
    close(call)

    with pytest.raises(GuardsFailed) as refused:
        call.start_assessment(by=staff_of(call))

    assert len(refused.value.sentences) == 2


def test_assessment_starts_once_everything_is_settled() -> None:
    call = make_call()
    make_application(call, "admitted")
    make_application(call, "formally_rejected")
    make_application(call, "draft")
    close(call)

    call.start_assessment(by=staff_of(call))

    assert call.state == Call.States.ASSESSMENT


def test_cancelling_needs_a_reason() -> None:
    call = make_call()

    with pytest.raises(GuardsFailed):
        call.cancel(by=staff_of(call))


def test_a_cancelled_call_ends_what_was_applied_for_and_tells_the_authors() -> None:
    call = make_call()
    sent, draft = make_application(call, "submitted"), make_application(call, "draft")
    gone = make_application(call, "withdrawn")
    Message.objects.all().delete()

    call.cancel(by=staff_of(call), note="Funder stopped the programme.")

    for application, state in ((sent, "not_funded"), (draft, "unsent"), (gone, "withdrawn")):
        application.refresh_from_db()
        assert application.state == state
    assert sent.decline_reason == "call_cancelled"
    letters = Message.objects.filter(template="grants/call_cancelled")
    assert {letter.recipient_id for letter in letters} == {sent.author_id, draft.author_id}
    assert "Funder stopped the programme." in letters[0].body


def test_a_finished_state_has_no_way_back() -> None:
    call = make_call()
    call.cancel(by=staff_of(call), note="Reason.")

    with pytest.raises(NotFromHere):
        call.open_call(by=staff_of(call))
    assert not Turn.objects.of(call).exists()


def test_staff_and_committee_see_a_call_and_queryset_agrees() -> None:
    call, other = make_call("draft"), make_call()
    people = [staff_of(call), chair_of(call), make_user(), make_admin(), staff_of(other)]

    for user in people:
        found = Call.objects.visible_to(user)
        assert {one.pk for one in found} == {
            one.pk for one in (call, other) if rules.can_view(user, one)
        }


def test_the_day_of_the_answer_ends_in_warsaw_even_across_the_change_of_clocks() -> None:
    closes = datetime(2026, 10, 20, 15, 0, tzinfo=WARSAW)
    call = Call(closes_at=closes, check_days=7)

    assert call.check_due_at == datetime(2026, 10, 27, 23, 59, 59, tzinfo=WARSAW)


def test_the_rules_in_words_follow_the_data() -> None:
    call = make_call(
        own_contribution_min=Decimal("12.50"), threshold_total=Decimal(8), min_grant=Decimal(10000)
    )

    said = " ".join(str(rule) for rule in rules_of(call))

    assert "12,50%" in said or "12,5%" in said
    assert "10 000,00" in said.replace("\xa0", " ")
    assert "8" in said


def test_every_condition_on_applicants_stands_in_the_words() -> None:
    call = make_call(
        who_may_apply=["ngo", "informal_group_with_patron"],
        ngo_max_months=60,
        ngo_max_revenue=Decimal(50000),
        group_min_adults=4,
        territory=["24"],
        organisation_applies="year",
        line_up_applies="call",
        kind="local_initiative",
        own_contribution_min=Decimal(25),
        own_contribution_base="total",
        own_cash_min=Decimal(5),
    )

    said = " ".join(str(rule) for rule in rules_of(call)).replace("\xa0", " ")

    for words in ("60 miesięcy", "50 000,00", "4 osoby dorosłe", "województwo śląskie", "patrona", "raz w roku", "25% całości", "5%", "bez przelewania"):  # fmt: skip
        assert words in said, words


def test_the_default_form_is_published_once() -> None:
    assert publish_default_form() == publish_default_form()


def test_the_amounts_are_in_the_programmes_currency() -> None:
    call = make_call()

    assert call.currency == "PLN"
    assert call.max_points == Decimal(15)
    assert SYSTEM.pk is None
