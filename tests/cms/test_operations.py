"""One page says whether everything works: letters, what is late, the worker, the backup, to each what is theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from celery import current_app
from celery.signals import worker_ready
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms import operations
from cms.models import Installation
from cms.tasks import sign_of_life
from programmes.models import Programme
from tests.factories.grants import make_application, make_call, staff_of
from tests.factories.people import make_admin, make_user
from workflows import clock
from workflows.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return make_application(make_call(), "submitted").call


@pytest.fixture
def staff(call):
    return staff_of(call)


def page_of(client_of, user):
    answer = client_of(user).get(reverse("cms:operations"))
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2]


def letters(call, status, subject=""):
    """Every letter about the programme of `call` in one status; the newest with its own subject."""
    rows = Message.objects.filter(scope_id=call.programme.pk)
    assert rows.update(status=status, reason="Skrzynka nie odpowiada", subject=subject or "List")
    return rows.order_by("-created_at", "-pk")


def test_letters_that_failed_are_named_and_sent_again_from_the_page(client_of, call, staff):
    letter = letters(call, "failed", "Wniosek przyjęty")[0]
    browser = client_of(staff)
    page = page_of(client_of, staff)
    assert "Wniosek przyjęty" in page
    assert "Skrzynka nie odpowiada" in page

    browser.post(reverse("workflows:mail", args=[letter.pk]))

    assert Message.objects.get(pk=letter.pk).status == "waiting"


def test_letters_that_wait_say_since_when_and_nothing_else_is_said_when_all_went(
    client_of, call, staff
):
    number = letters(call, "waiting").count()
    assert "?status=waiting" in page_of(client_of, staff)
    assert operations.letters_of(staff).waiting == number

    letters(call, "sent")

    page = page_of(client_of, staff)
    assert "Żadna wiadomość nie czeka." in page
    assert "Wszystkie wiadomości wyszły." in page


def test_staff_see_letters_and_what_is_late_in_their_own_programmes_only(client_of, call):
    letters(call, "failed", "Poufny list")
    stranger = staff_of(make_call())

    with clock.at(clock.now() + timedelta(days=400)):
        page = page_of(client_of, stranger)

    assert "Poufny list" not in page
    assert reverse("reporting:programme-late", args=[call.programme.code]) not in page


def test_what_is_late_leads_to_the_programme_and_says_how_much_it_is(client_of, call, staff):
    where = reverse("reporting:programme-late", args=[call.programme.code])
    assert "Nic nie jest po terminie" in page_of(client_of, staff)

    with clock.at(clock.now() + timedelta(days=400)):
        assert where in page_of(client_of, staff)
        (late,) = operations.overdue_of(staff)
    assert late.number >= 1
    assert late.due < clock.now() + timedelta(days=400)


def test_a_worker_that_gives_signs_works_and_one_that_is_silent_is_named(client_of, staff):
    assert "nie dała jeszcze znaku" in page_of(client_of, staff)

    sign_of_life()
    assert "Praca w tle działa" in page_of(client_of, staff)

    Installation.objects.update(worker_seen_at=clock.now() - timedelta(minutes=11))
    page = page_of(client_of, staff)
    assert "nie daje znaku od" in page
    assert "Powiedz osobie" in page


@pytest.fixture
def tasks_run_at_once():
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = False


@pytest.mark.usefixtures("tasks_run_at_once")
def test_a_worker_gives_its_first_sign_as_soon_as_it_has_started(client_of, staff):
    worker_ready.send(sender=None)

    assert "Praca w tle działa" in page_of(client_of, staff)


def test_the_schedule_has_the_worker_give_a_sign_more_often_than_it_may_be_silent():
    planned = [one for one in settings.CELERY_BEAT_SCHEDULE.values() if one["task"] == sign_of_life.name]  # fmt: skip

    assert [one["schedule"] * 3 < operations.WORKER_RESTS for one in planned] == [True]


def test_the_backup_is_for_administrators(client_of, staff, settings, tmp_path):
    settings.TANDEM_BACKUPS = tmp_path
    admin = make_admin()
    assert "kopi" not in page_of(client_of, staff)
    assert "Nie ma jeszcze kopii." in page_of(client_of, admin)

    (tmp_path / "tandem-1.tar.gz").touch()

    assert "Jak powstają kopie" in page_of(client_of, admin)


def test_an_administrator_sees_every_programme(client_of, call):
    with clock.at(clock.now() + timedelta(days=400)):
        page = page_of(client_of, make_admin())

    assert reverse("reporting:programme-late", args=[call.programme.code]) in page


def test_whoever_runs_nothing_does_not_open_it(client_of):
    assert client_of(make_user()).get(reverse("cms:operations")).status_code == 403


def test_it_costs_the_same_with_one_programme_as_with_three(client_of):
    admin, counts = make_admin(), []
    sign_of_life()
    browser = client_of(admin)
    for _ in range(3):
        letters(make_application(make_call(), "submitted").call, "failed")
        with clock.at(clock.now() + timedelta(days=400)), CaptureQueriesContext(connection) as sent:
            browser.get(reverse("cms:operations"))
        counts.append(len(sent))

    assert Programme.objects.count() >= 3
    assert counts[1] == counts[2]
