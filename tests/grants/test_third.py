"""Two sheets too far apart: the third assessment opens by itself, somebody is asked, and it counts as the call says."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connections
from django.urls import reverse

from grants.actions.ranking import standing_of
from grants.models import Application, Assessment, Call
from tests.factories.grants import chair_of, staff_of
from tests.factories.grants_later import (
    applications_of,
    ask,
    decide,
    hand_in_sheet,
    make_assessor,
    make_judged_call,
)
from workflows.errors import GuardsFailed
from workflows.models import History, Message, Turn

pytestmark = pytest.mark.django_db

FAR, NEAR = (("10", "5"), ("4", "2")), (("8", "4"), ("7", "4"))


def in_hand(call, assessor=None):
    """An assessment of the first application, declared and ready to be typed."""
    assessment = ask(applications_of(call)[0], assessor or make_assessor(call))
    assessment.declare_no_conflict(by=assessment.assessor, confirmed=True)
    return assessment


def judged(sheets=FAR, *, spare=1, **rules):
    """A call whose one application got the two `sheets`; `spare` further assessors are free."""
    call = make_judged_call(**({"third_gap_percent": Decimal(30)} | rules))
    pair = [in_hand(call) for _ in sheets]
    for _ in range(spare):
        make_assessor(call, "Trzecia Czytelniczka")
    for assessment, points in zip(pair, sheets, strict=True):
        hand_in_sheet(assessment, points)
    return Call.objects.get(pk=call.pk)


def application_of(call):
    return Application.objects.get(call=call)


def third_of(call):
    return Assessment.objects.in_call(call).exclude(state="submitted").get()


def hand_in_third(call, points):
    third = third_of(call)
    third.declare_no_conflict(by=third.assessor, confirmed=True)
    hand_in_sheet(third, points)


def test_a_third_assessor_is_asked_the_moment_the_second_sheet_is_in():
    call = judged()

    third = third_of(call)

    assert application_of(call).third_reasons == ["gap_percent"]
    assert third.assessor.name == "Trzecia Czytelniczka"
    assert Message.objects.filter(
        template="grants/assessment_asked", recipient=third.assessor
    ).exists()
    assert Turn.objects.of(third).get().holder == third.assessor


def test_staff_hear_why():
    call = judged(third_on_split=True, threshold_total=Decimal(10))

    letter = Message.objects.get(template="grants/third_opened", recipient=staff_of(call))

    assert "30%" in letter.body
    assert len([line for line in letter.body.splitlines() if line.startswith("–")]) == 2


def test_sheets_that_are_near_open_nothing():
    call = judged(NEAR)

    assert application_of(call).third_opened_at is None
    assert Assessment.objects.in_call(call).count() == 2


def test_a_call_without_such_a_rule_never_opens_one():
    assert application_of(judged(third_gap_percent=None)).third_opened_at is None


def test_where_nobody_is_free_the_staff_have_the_move():
    call = judged(spare=0)

    assert application_of(call).third_opened_at is not None
    assert Assessment.objects.in_call(call).count() == 2
    assert Turn.objects.of(call).filter(key="assign", role="staff").exists()


def test_the_call_is_not_decided_before_the_third_sheet_is_in():
    call = judged()

    with pytest.raises(GuardsFailed):
        decide(call)
    assert [one.number for one in standing_of(call).waiting] == [application_of(call).number]


@pytest.mark.parametrize(
    ("rules", "points"),
    [
        ({"third_counts": "mean"}, Decimal("11.00")),
        ({"third_counts": "nearer"}, Decimal("13.50")),
    ],
)
def test_the_third_counts_as_the_call_says(rules, points):
    call = judged(**rules)
    hand_in_third(call, ("8", "4"))

    row = standing_of(Call.objects.get(pk=call.pk)).rows[0]

    assert row.points == points


def test_the_third_sheet_never_opens_a_fourth():
    call = judged(spare=2)
    hand_in_third(call, ("0", "0"))

    assert Assessment.objects.in_call(call).count() == 3
    assert History.objects.of(application_of(call)).filter(move="open_third").count() == 1


def test_the_chair_decides_once_the_third_is_in_and_the_record_computes():
    call = judged()
    hand_in_third(call, ("8", "4"))

    decide(Call.objects.get(pk=call.pk))

    assert Call.objects.get(pk=call.pk).decisions.get().computes_again()


def test_the_page_of_assessors_says_why_there_is_a_third(client_of):
    call = judged()

    page = client_of(staff_of(call)).get(reverse("grants:call-assessors", args=[call.code]))

    assert "30%" in page.content.decode()
    assert page.context["needed"] == 3


def test_the_ranking_page_says_how_many_sheets_are_awaited(client_of):
    call = judged()

    page = client_of(chair_of(call)).get(reverse("grants:call-ranking", args=[call.code]))

    assert "2 z 3" in page.content.decode()


def test_a_criterion_that_asks_for_no_words_takes_points_alone():
    criteria = [
        {"title_pl": "Pomysł", "maximum": Decimal(10), "weight": Decimal("1.5")},
        {"title_pl": "Koszty", "maximum": Decimal(5), "needs_justification": False},
    ]
    call = make_judged_call(criteria=criteria)
    assessment = in_hand(call)
    keys = [one.key for one in call.criteria.all()]
    assessment.sheet = {
        keys[0]: {"points": "8,5", "comment": "Dobry."},
        keys[1]: {"points": "4", "comment": ""},
    }
    assessment.save()

    assessment.submit(by=assessment.assessor)

    assert assessment.total == Decimal("16.75")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_who_hand_in_at_the_same_moment_open_one_third():
    call = make_judged_call(third_gap_percent=Decimal(30))
    pair = [in_hand(call), in_hand(call)]
    make_assessor(call, "Trzecia Czytelniczka")

    def run(assessment, points):
        try:
            hand_in_sheet(assessment, points)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, pair, FAR))

    assert History.objects.of(application_of(call)).filter(move="open_third").count() == 1
    assert Assessment.objects.in_call(call).count() == 3
