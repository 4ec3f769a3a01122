"""A run of matching stays as it was written, and computes again from its inputs."""

import pytest
from django.urls import reverse

from mentoring import tasks
from mentoring.actions import start_run
from mentoring.integrity import altered_runs
from mentoring.models import MatchRun
from tests.factories.activities import make_staff
from tests.factories.mentoring import make_edition, make_enrolment
from workflows.integrity import findings

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make_edition()


@pytest.fixture
def staff(edition):
    return make_staff(edition.activity.programme)


@pytest.fixture
def run(edition, staff):
    for number in range(3):
        make_enrolment(edition, "mentor", region=("14", "02", "22")[number])
        make_enrolment(edition, region=("14", "14", "02")[number])
    made = start_run(edition=edition, by=staff)
    tasks.match(made.pk)
    return MatchRun.objects.get(pk=made.pk)


def test_a_run_that_nobody_touched_holds(run):
    assert list(altered_runs()) == []


def test_a_run_that_is_not_computed_yet_is_left_alone(edition, staff, run):
    start_run(edition=edition, by=staff)

    assert list(altered_runs()) == []


@pytest.mark.parametrize("part", ["inputs", "result", "versions"])
def test_whatever_is_altered_in_a_run_is_found(run, part):
    MatchRun.objects.filter(pk=run.pk).update(**{part: {**getattr(run, part), "rules": 7}})

    assert list(findings()) == [f"mentoring.matchrun {run.pk}: its inputs or plans were altered"]


def test_plans_that_do_not_come_out_again_are_found_even_with_a_fitting_fingerprint(run):
    run.result["plans"]["total"]["pairs"].pop()
    run.digest = run.computed_digest()
    run.save()

    assert list(altered_runs()) == [f"mentoring.matchrun {run.pk}: its plans do not come out again"]


def test_a_run_of_other_versions_is_not_computed_again(run):
    run.result["plans"]["total"]["pairs"].pop()
    run.versions = {**run.versions, "scipy": "0.1"}
    run.digest = run.computed_digest()
    run.save()

    assert list(altered_runs()) == []


def test_a_page_that_waits_does_not_read_the_people_of_the_run(
    client, edition, staff, run, django_assert_max_num_queries
):
    waiting = start_run(edition=edition, by=staff)
    client.force_login(staff)
    with django_assert_max_num_queries(20) as asked:
        page = client.get(waiting.get_absolute_url())

    assert page.status_code == 200
    assert reverse("mentoring:match-runs", args=[edition.code]) in page.content.decode()
    assert not [each["sql"] for each in asked if '"mentoring_matchrun"."inputs"' in each["sql"]]
