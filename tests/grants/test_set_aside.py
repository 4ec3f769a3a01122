"""A conflict found after scoring: the sheet is set aside with a reason, somebody else assesses, both rankings stay."""

from decimal import Decimal

import pytest
from django.urls import reverse

from grants.actions.aside import set_sheet_aside, what_it_changed, what_it_would_change
from grants.actions.ranking import standing_of
from grants.models import Assessment, Call, Decision, SetAside
from tests.factories.grants import chair_of, staff_of
from tests.factories.grants_later import (
    applications_of,
    assess,
    decide,
    hand_in_sheet,
    make_assessed_call,
    make_assessment,
    make_assessor,
    make_judged_call,
)
from tests.factories.people import make_membership, make_user
from workflows.errors import GuardsFailed, NotYours
from workflows.integrity import findings
from workflows.models import Message, Turn

pytestmark = pytest.mark.django_db
WHY = "Siostra oceniającej jest w grupie."


def two_applications():
    """The first one is ahead only by the sheet of somebody who turns out to be tied to it."""
    call = make_assessed_call(
        ("5000.00", ("10", "5"), ("5", "3")),
        ("5000.00", ("6", "4"), ("6", "4")),
        pool=Decimal("5000.00"),
        max_grant=Decimal("5000.00"),
    )
    return call, Assessment.objects.in_call(call).order_by("pk").first()


def put_aside(assessment, successor=None, by=None):
    return set_sheet_aside(
        assessment=Assessment.objects.get(pk=assessment.pk),
        reason=WHY,
        successor=successor.pk if successor else None,
        by=by or staff_of(assessment.application.call),
    )


def address(assessment):
    return reverse("grants:assessment-move", args=[assessment.pk, "set_aside"])


def places(lines):
    return {
        line.application.number.split("/")[0]: (
            line.shift.before.place if line.shift.before else None,
            line.shift.after.place if line.shift.after else None,
        )
        for line in lines
    }


def test_before_it_is_done_the_page_shows_what_it_would_change(client_of):
    call, assessment = two_applications()

    response = client_of(chair_of(call)).get(address(assessment))

    assert places(response.context["lines"]) == {"1": (1, 2), "2": (2, 1)}
    assert Assessment.objects.get(pk=assessment.pk).state == "submitted"


def test_the_sheet_is_set_aside_and_somebody_else_is_asked(client_of):
    call, assessment = two_applications()
    other = make_assessor(call, "Nowa Niezależna")

    client_of(staff_of(call)).post(
        address(assessment), {"note": WHY, "successor": other.pk, "version": assessment.version}
    )

    successor = Assessment.objects.in_call(call).in_state("assigned").get()
    kept = SetAside.objects.get()
    assert (successor.assessor, successor.in_place_of_id) == (other, assessment.pk)
    assert (kept.reason, kept.assessment_id, kept.made_by) == (WHY, assessment.pk, staff_of(call))
    assert set(
        Message.objects.filter(
            template__in=["grants/assessment_set_aside", "grants/assessment_lost"]
        ).values_list("recipient", flat=True)
    ) == {assessment.assessor_id, staff_of(call).pk}


def test_its_points_count_no_more_and_the_call_waits():
    call, assessment = two_applications()

    put_aside(assessment)

    standing = standing_of(Call.objects.get(pk=call.pk))
    assert [one.number.split("/")[0] for one in standing.waiting] == ["1"]
    assert Turn.objects.of(call).get().role == "staff"
    with pytest.raises(GuardsFailed):
        decide(Call.objects.get(pk=call.pk))


def test_until_the_successor_is_ready_the_remaining_sheet_stands_in():
    _call, assessment = two_applications()

    kept = put_aside(assessment)

    lines = what_it_changed(SetAside.objects.get(pk=kept.pk))
    assert places(lines) == {"1": (1, 2), "2": (2, 1)}
    assert [line.is_concerned for line in lines] == [False, True]


def test_after_the_successor_and_the_decision_both_rankings_stand_and_compute_again(client_of):
    call, assessment = two_applications()
    other = make_assessor(call, "Nowa Niezależna")
    kept = put_aside(assessment, other)
    successor = Assessment.objects.in_call(call).in_state("assigned").get()
    successor.declare_no_conflict(by=other, confirmed=True)
    hand_in_sheet(successor, ("6", "3"))

    decide(Call.objects.get(pk=call.pk))

    assert [row.application.ordinal for row in Decision.objects.get().rows.all()] == [2, 1]
    assert places(what_it_changed(SetAside.objects.get(pk=kept.pk))) == {"1": (1, 2), "2": (2, 1)}
    assert list(findings()) == []
    shown = client_of(chair_of(call)).get(assessment.get_absolute_url())
    assert places(shown.context["lines"]) == {"1": (1, 2), "2": (2, 1)}


def test_a_kept_ranking_that_was_altered_is_found():
    _call, assessment = two_applications()
    kept = put_aside(assessment)
    ranking = kept.ranking
    ranking["lists"][0]["rows"][0]["points"] = "1.00"
    SetAside.objects.filter(pk=kept.pk).update(ranking=ranking)

    assert [one for one in findings() if "setaside" in str(one)]


def test_the_assessor_does_not_see_the_application_any_more_nor_is_asked_again(client_of):
    call, assessment = two_applications()
    put_aside(assessment)

    assert (
        client_of(assessment.assessor).get(assessment.application.get_absolute_url()).status_code
        == 404
    )
    response = client_of(staff_of(call)).post(
        reverse("grants:call-assessors", args=[call.code]),
        {
            "ask": [f"{assessment.application_id}:{assessment.assessor_id}"],
            "due_at": "2099-01-01T20:00",
        },
    )
    assert response.status_code == 422


def test_nobody_tied_to_the_applicant_takes_the_place(client_of):
    call, assessment = two_applications()
    tied = make_assessor(call, "Powiązana Znajoma")
    both = make_membership(assessment.application.author.person)
    make_membership(tied.person, both.organisation)

    response = client_of(staff_of(call)).post(
        address(assessment), {"note": WHY, "successor": tied.pk, "version": assessment.version}
    )

    assert response.status_code == 422
    with pytest.raises(GuardsFailed, match=both.organisation.name):
        put_aside(assessment, tied)
    assert Assessment.objects.get(pk=assessment.pk).state == "submitted"
    assert not SetAside.objects.exists()


@pytest.mark.parametrize("note", ["", "  ", "x" * 4001])
def test_without_a_readable_reason_nothing_happens(client_of, note):
    call, assessment = two_applications()

    response = client_of(staff_of(call)).post(
        address(assessment), {"note": note, "successor": "", "version": assessment.version}
    )

    assert response.status_code == 422
    assert not SetAside.objects.exists()


def test_a_sheet_of_an_application_not_ranked_yet_changes_nothing_in_the_ranking():
    call = make_judged_call()
    assessment = make_assessment("submitted", call=call)
    make_assessment("in_progress", call=call)

    assert what_it_would_change(assessment) == []
    assert what_it_changed(put_aside(assessment)) == []


def test_neither_the_assessor_nor_a_stranger_sets_a_sheet_aside(client_of):
    _call, assessment = two_applications()

    with pytest.raises(NotYours):
        put_aside(assessment, by=assessment.assessor)
    assert client_of(make_user()).get(address(assessment)).status_code == 404


def test_the_successor_of_one_of_the_first_two_is_not_taken_for_the_third():
    call = make_judged_call(third_gap_points=Decimal(4), third_counts="nearer", third_tie="higher")
    make_assessor(call, "Trzecia Niezależna")
    application = applications_of(call)[0]
    assess(application, ("10", "5"), ("4", "2"))
    third = Assessment.objects.of_application(application).in_state("assigned").get()
    third.declare_no_conflict(by=third.assessor, confirmed=True)
    hand_in_sheet(third, ("5", "3"))
    first = Assessment.objects.of_application(application).first()
    other = make_assessor(call, "Nowa Niezależna")
    put_aside(first, other)
    successor = Assessment.objects.of_application(application).get(assessor=other)
    successor.declare_no_conflict(by=other, confirmed=True)
    hand_in_sheet(successor, ("9", "5"))

    # the third (8) and the nearer of the two (6), not the successor (14) and the nearer of the others
    assert standing_of(Call.objects.get(pk=call.pk)).rows[0].points == Decimal("7.00")


def test_the_ranking_names_what_was_set_aside(client_of):
    call, assessment = two_applications()
    put_aside(assessment)

    page = client_of(chair_of(call)).get(reverse("grants:call-ranking", args=[call.code]))

    assert WHY in page.content.decode()
