"""What a candidate said in their own words about whom not to pair them with stands where staff make and publish pairs."""

import pytest
from django.urls import reverse

from mentoring import tasks
from mentoring.actions import start_run
from mentoring.models import MatchRun
from tests.factories.activities import make_staff
from tests.factories.mentoring import make_edition, make_enrolment
from workflows.roles import give_role

pytestmark = pytest.mark.django_db

WORDS = "Nie z moją przełożoną"


@pytest.fixture
def edition():
    return make_edition(mentor_capacity=1)


@pytest.fixture
def staff(edition):
    return make_staff(edition.activity.programme)


@pytest.fixture
def two(edition):
    """The only mentor and the only mentee; the mentee said in confidence whom to keep apart from them."""
    return (
        make_enrolment(edition, "mentor", region="14"),
        make_enrolment(edition, "mentee", region="14", keep_apart=WORDS),
    )


@pytest.fixture
def run(edition, staff, two):
    made = start_run(edition=edition, by=staff)
    tasks.match(made.pk)
    return MatchRun.objects.get(pk=made.pk)


def opened(run, two):
    address = reverse("mentoring:match-pair", args=[run.edition.code, run.pk])
    return f"{address}?plan=total&mentee={two[1].pk}&mentor={two[0].pk}"


def pages(run, two):
    return [
        reverse("mentoring:match-runs", args=[run.edition.code]),
        run.get_absolute_url(),
        opened(run, two),
    ]


def test_staff_read_it_where_they_weigh_at_each_pair_and_before_they_publish(
    client_of, staff, run, two
):
    browser = client_of(staff)

    for address in pages(run, two):
        page = browser.get(address).content.decode()
        assert page.count(WORDS) == 1
        assert str(two[1].person) in page
    assert "W 1 parze otwartego planu" in browser.get(run.get_absolute_url()).content.decode()


def test_one_of_the_team_who_applies_too_reads_it_on_no_page(client_of, edition, staff, run, two):
    rival = make_enrolment(edition, "mentor").person.user
    give_role(rival, "staff", edition.activity.programme, by=None)

    for address in pages(run, two):
        answer = client_of(rival).get(address)
        assert answer.status_code == 200
        assert WORDS not in answer.content.decode()
        assert "otwartego planu ktoś" not in answer.content.decode()


def test_where_nobody_said_a_word_the_pages_do_not_warn(client_of, edition, staff):
    make_enrolment(edition, "mentor")
    make_enrolment(edition, "mentee")
    made = start_run(edition=edition, by=staff)
    tasks.match(made.pk)

    page = client_of(staff).get(made.get_absolute_url()).content.decode()

    assert "w zaufaniu" not in page
