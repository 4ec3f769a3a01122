"""A handed-in sheet is opened again before the decision: by the chair or the staff, with a reason, on record."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from grants.models import Assessment, Call, Decision, Score
from tests.factories.grants import chair_of, staff_of
from tests.factories.grants_later import (
    applications_of,
    assess,
    decide,
    hand_in_sheet,
    make_assessed_call,
    make_assessment,
    make_judged_call,
)
from tests.factories.people import make_membership, make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotFromHere, NotYours
from workflows.integrity import findings
from workflows.models import History, Message, Turn

pytestmark = pytest.mark.django_db
WHY = "Punkty przeczą uzasadnieniu."


def later(days=5):
    return clock.now() + timedelta(days=days)


def reopen(assessment, by=None, **given):
    by = by or staff_of(assessment.application.call)
    assessment.reopen(by=by, **{"note": WHY, "due_at": later(), **given})
    return Assessment.objects.get(pk=assessment.pk)


def first_sheet(call):
    return Assessment.objects.in_call(call).in_state("submitted").order_by("pk").first()


def address(assessment, move="reopen"):
    return reverse("grants:assessment-move", args=[assessment.pk, move])


def test_the_staff_open_a_sheet_again_and_the_assessor_hears_why(client_of):
    assessment = make_assessment("submitted")
    due = later().strftime("%Y-%m-%dT%H:%M")

    client_of(staff_of(assessment.application.call)).post(
        address(assessment), {"note": WHY, "due_at": due, "version": assessment.version}
    )

    assessment = Assessment.objects.get(pk=assessment.pk)
    letter = Message.objects.get(template="grants/assessment_reopened")
    assert (assessment.state, assessment.total, assessment.submitted_at) == (
        "in_progress",
        None,
        None,
    )
    assert WHY in letter.body
    assert letter.recipient == assessment.assessor
    assert Turn.objects.of(assessment).get().holder == assessment.assessor
    assert History.objects.of(assessment).order_by("-seq").first().text.note == WHY


@pytest.mark.parametrize(
    "changes",
    [
        {"note": " "},
        {"note": "x" * 4001},
        {"due_at": ""},
        {"due_at": "jutro"},
        {"due_at": "2001-01-01T20:00"},
    ],
)
def test_without_a_reason_or_a_time_to_come_nothing_is_opened(client_of, changes):
    assessment = make_assessment("submitted")
    typed = {"note": WHY, "due_at": "2099-01-01T20:00", "version": assessment.version}

    response = client_of(staff_of(assessment.application.call)).post(
        address(assessment), typed | changes
    )

    assert response.status_code == 422
    assert Assessment.objects.get(pk=assessment.pk).state == "submitted"


def test_what_was_typed_is_there_to_be_corrected_and_the_old_points_stay():
    assessment = reopen(make_assessment("submitted"))

    hand_in_sheet(assessment, ("6", "4,5"))

    assessment = Assessment.objects.get(pk=assessment.pk)
    assert assessment.total == Decimal("10.5")
    assert sorted(Score.objects.values_list("round", "points")) == [
        (1, Decimal("4.5")),
        (1, Decimal("8.0")),
        (2, Decimal("4.5")),
        (2, Decimal("6.0")),
    ]
    assert list(findings()) == []


def test_the_page_shows_both_times_to_whoever_may_see_points(client_of):
    call = make_assessed_call()
    assessment = reopen(first_sheet(call))
    hand_in_sheet(assessment, ("6", "4"))

    response = client_of(staff_of(call)).get(assessment.get_absolute_url())

    assert [score.points for score in response.context["scores"]] == [Decimal(6), Decimal(4)]
    assert [score.points for score in response.context["earlier"]] == [Decimal(8), Decimal(4)]


def test_the_decision_counts_the_corrected_points_and_computes_again():
    call = make_assessed_call(("5000.00", ("8", "4"), ("9", "4")))
    hand_in_sheet(reopen(first_sheet(call)), ("2", "4"))

    decide(Call.objects.get(pk=call.pk))

    decision = Decision.objects.get()
    assert decision.rows.get().points == Decimal("9.50")
    assert decision.computes_again()
    assert list(findings()) == []


def test_a_call_with_an_open_sheet_is_not_decided():
    call = make_assessed_call()
    reopen(first_sheet(call))

    with pytest.raises(GuardsFailed):
        decide(Call.objects.get(pk=call.pk))


def test_a_corrected_sheet_may_open_a_third_assessment():
    call = make_judged_call(third_gap_points=Decimal(5))
    assess(applications_of(call)[0], ("8", "4"), ("8", "4"))

    hand_in_sheet(reopen(first_sheet(call)), ("1", "1"))

    assert applications_of(call)[0].third_opened_at is not None


def test_after_the_decision_no_sheet_is_opened():
    call = make_assessed_call()
    decide(call)

    with pytest.raises(GuardsFailed, match="etapie oceny"):
        reopen(first_sheet(call))


def test_nobody_opens_what_is_not_handed_in():
    with pytest.raises(NotFromHere):
        reopen(make_assessment("in_progress"))


def test_the_chair_opens_a_sheet_but_not_one_about_somebody_tied_to_them():
    call = make_assessed_call()
    chair, assessment = chair_of(call), first_sheet(call)
    reopen(assessment, chair)
    other = make_assessed_call()
    both = make_membership(applications_of(other)[0].author.person)
    make_membership(chair_of(other).person, both.organisation)

    with pytest.raises(NotYours):
        reopen(first_sheet(other), chair_of(other))


def test_neither_assessors_nor_strangers_open_a_sheet(client_of):
    assessment = make_assessment("submitted")

    with pytest.raises(NotYours):
        reopen(assessment, assessment.assessor)
    assert client_of(make_user()).get(address(assessment)).status_code == 404


def test_the_one_who_was_slower_hears_it(client_of):
    assessment = make_assessment("submitted")
    seen = assessment.version
    reopen(assessment, chair_of(assessment.application.call))

    response = client_of(staff_of(assessment.application.call)).post(
        address(assessment), {"note": WHY, "due_at": "2099-01-01T20:00", "version": seen}
    )

    assert response.status_code == 409
