"""The work of the assessors: progress and severity for the chair and the staff, for information only."""

from datetime import timedelta

import pytest
from django.urls import reverse

from grants.models import Call
from grants.rules.calibration import Estimate
from grants.rules.severity import severity_in_words
from tests.factories.grants import chair_of, staff_of
from tests.factories.grants_later import (
    applications_of,
    ask,
    decide,
    hand_in_sheet,
    make_assessment,
    make_assessor,
    make_judged_call,
)
from tests.factories.people import make_user
from workflows import clock

pytestmark = pytest.mark.django_db
STRICT, MILD = ("2", "1"), ("9", "5")


def page_of(call):
    return reverse("grants:call-panel", args=[call.code])


def sheet(application, assessor, points):
    assessment = ask(application, assessor)
    assessment.declare_no_conflict(by=assessor, confirmed=True)
    hand_in_sheet(assessment, points)


def call_with_a_strict_one(applications=3):
    """Two judge alike, one gives far less; everybody assesses every application."""
    call = make_judged_call(*["2000.00"] * applications)
    strict, mild, usual = (make_assessor(call, name) for name in ("Surowa", "Łagodna", "Zwykły"))
    for application in applications_of(call):
        for assessor, points in ((strict, STRICT), (mild, MILD), (usual, MILD)):
            sheet(application, assessor, points)
    return Call.objects.get(pk=call.pk), strict


def line_of(response, person):
    return next(one for one in response.context["work"] if one["work"].assessor == person)


def test_the_chair_sees_who_gives_less_than_the_others(client_of):
    call, strict = call_with_a_strict_one()

    response = client_of(chair_of(call)).get(page_of(call))

    estimate = line_of(response, strict)["work"].severity
    assert estimate.high < 0
    assert severity_in_words(estimate) in response.content.decode()


def test_progress_counts_what_is_late_and_what_was_handed_back(client_of):
    call = make_judged_call("1000.00", "2000.00", "3000.00")
    assessor = make_assessor(call)
    first, second, third = applications_of(call)
    ask(first, assessor, due_at=clock.now() + timedelta(days=1))
    ask(second, assessor)
    ask(third, assessor).recuse(by=assessor, reason="Znam autorkę.")

    with clock.at(clock.now() + timedelta(days=2)):
        work = line_of(client_of(staff_of(call)).get(page_of(call)), assessor)["work"]

    assert (work.asked, work.handed_in, work.waiting, work.late, work.given_back) == (3, 0, 2, 1, 1)


def test_a_sheet_handed_in_after_its_day_is_counted_as_such(client_of):
    call = make_judged_call()
    assessor = make_assessor(call)
    assessment = ask(applications_of(call)[0], assessor, due_at=clock.now() + timedelta(days=1))
    with clock.at(clock.now() + timedelta(days=2)):
        assessment.declare_no_conflict(by=assessor, confirmed=True)
        hand_in_sheet(assessment)

    work = line_of(client_of(staff_of(call)).get(page_of(call)), assessor)["work"]

    assert (work.handed_in, work.handed_in_late, work.late) == (1, 1, 0)


def test_points_of_an_application_that_somebody_still_assesses_stay_closed(client_of):
    call = make_judged_call()
    make_assessment("submitted", call=call)
    make_assessment("in_progress", call=call)

    response = client_of(staff_of(call)).get(page_of(call))

    assert (response.context["beside"], response.context["panel"].waiting) == ([], 1)


def test_the_mean_stands_beside_the_calibrated_points_also_after_the_decision(client_of):
    call, _strict = call_with_a_strict_one(2)
    before = client_of(chair_of(call)).get(page_of(call)).context["beside"]

    decide(call)
    after = client_of(chair_of(call)).get(page_of(call)).context["beside"]

    assert [line["row"].mean for line in after] == [line["row"].mean for line in before]
    assert len(after) == 2


@pytest.mark.parametrize(("page", "shown"), [("1", 2), ("2", 1), ("9", 1), ("x", 2)])
def test_applications_stand_page_by_page_and_count_places_in_the_whole_call(
    client_of, monkeypatch, page, shown
):
    monkeypatch.setattr("grants.views.panel.AT_ONCE", 2)
    call, _strict = call_with_a_strict_one(3)

    response = client_of(staff_of(call)).get(page_of(call), {"page": page})

    assert len(response.context["beside"]) == shown
    assert {line["row"].place for line in response.context["beside"]} == {1}  # all three are equal
    assert response.context["page_obj"].paginator.count == 3
    assert len(response.context["work"]) == 3


def test_nothing_is_compared_before_two_assess_the_same(client_of):
    call = make_judged_call()
    make_assessor(call)

    response = client_of(staff_of(call)).get(page_of(call))

    assert not response.context["panel"].is_comparable
    assert response.status_code == 200


def test_a_call_without_assessors_says_so(client_of):
    call = make_judged_call()

    assert client_of(staff_of(call)).get(page_of(call)).context["work"] == []


def test_assessors_and_strangers_do_not_see_it(client_of):
    call = make_judged_call()
    assessor = make_assessor(call)

    assert client_of(assessor).get(page_of(call)).status_code == 403
    assert client_of(make_user()).get(page_of(call)).status_code == 404


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_page_asks_the_same_few_questions(client_of, django_assert_num_queries, item_count):
    call, _strict = call_with_a_strict_one(item_count)
    client = client_of(staff_of(call))
    client.get(page_of(call))

    with django_assert_num_queries(8):
        client.get(page_of(call))


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (Estimate(2.04, 1.0, 3.0, 4), "2 points more"),
        (Estimate(-2.0, -3.5, -0.5, 4), "from 0.5 to 3.5 less"),
        (Estimate(0.5, -1.0, 2.0, 4), "no difference"),
        (None, "too early"),
    ],
)
def test_a_difference_is_claimed_only_where_the_whole_interval_shows_it(settings, estimate, words):
    settings.LANGUAGE_CODE = "en"
    from django.utils import translation

    with translation.override("en"):
        assert words in severity_in_words(estimate)
