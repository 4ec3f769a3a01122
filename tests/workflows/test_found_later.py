"""A virus found in a file that is already here: who hears of it, once, and what they are told."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mentoring.models import Milestone
from people.models import User
from tests.factories.mentoring import make_milestone, mentee_of, mentor_of
from tests.factories.people import make_admin
from tests.workflows.test_scanning import HERE as SCANNERS
from tests.workflows.test_scanning import PDF, VIRUS
from workflows import tasks
from workflows.actions import attach_file, remove_file
from workflows.models import History, Message, StoredFile
from workflows.models.link import type_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("admin")]


@pytest.fixture
def milestone(settings):
    settings.TANDEM_SCANNER = f"{SCANNERS}.finds_eicar"
    return make_milestone("in_progress")


@pytest.fixture
def admin(milestone):
    """The only one."""
    User.objects.filter(is_superuser=True).update(is_superuser=False)
    return make_admin(language="en")


def attached(milestone, content=VIRUS, name="zarażony.pdf"):
    """A file that came in while no scanner could look at it."""
    upload = SimpleUploadedFile(name, content)
    return attach_file(obj=milestone, upload=upload, by=mentee_of(milestone))


def letters():
    return Message.objects.filter(template__startswith="workflows/virus").order_by("template")


def test_whoever_sent_the_file_and_the_administrators_are_told_what_to_do(milestone, admin):
    file = attached(milestone)

    tasks.scan()

    to_admin, to_giver = letters()
    assert (to_admin.recipient, to_giver.recipient) == (admin, mentee_of(milestone))
    for letter in (to_admin, to_giver):
        assert "Eicar" in letter.body
        assert "zarażony.pdf" in letter.body
        assert milestone.title in letter.body
        assert milestone.get_absolute_url() in letter.body
        assert str(file.key) not in letter.body
    assert "dodaj czystą kopię" in to_giver.body
    assert "Nobody gets this file" in to_admin.body


def test_nobody_else_is_told_and_nobody_twice(milestone):
    attached(milestone)

    tasks.scan()
    tasks.scan()

    assert letters().count() == 2
    assert not letters().filter(recipient=mentor_of(milestone)).exists()


def test_a_clean_file_is_worth_no_letter(milestone):
    attached(milestone, PDF)

    tasks.scan()

    assert not letters().exists()


def test_a_file_that_was_taken_away_is_worth_no_letter(milestone):
    remove_file(file=attached(milestone), by=mentee_of(milestone))

    tasks.scan()

    assert not letters().exists()


def test_an_administrator_who_sent_it_themselves_gets_the_one_letter_for_senders(milestone, admin):
    file = attached(milestone)
    StoredFile.objects.filter(pk=file.pk).update(uploaded_by=admin)

    tasks.scan()

    assert [letter.template for letter in letters()] == ["workflows/virus_in_yours"]


@pytest.mark.parametrize("closed", [True, False])
def test_a_file_of_nobody_who_still_logs_in_is_told_to_administrators_alone(milestone, closed):
    file, giver = attached(milestone), mentee_of(milestone)
    if closed:
        type(giver).objects.filter(pk=giver.pk).update(is_active=False)
    else:
        StoredFile.objects.filter(pk=file.pk).update(uploaded_by=None)

    tasks.scan()

    assert [letter.template for letter in letters()] == ["workflows/virus_found"]


def test_whoever_may_not_open_the_file_is_told_neither_its_name_nor_where_it_lies(
    milestone, admin, monkeypatch
):
    monkeypatch.setattr(
        Milestone, "may_read_file", lambda obj, user, file: user != admin, raising=False
    )
    attached(milestone)

    tasks.scan()

    letter = letters().get(recipient=admin)
    assert "a file that you may not open" in letter.body
    assert "zarażony" not in letter.body + letter.subject
    assert milestone.title not in letter.body
    assert milestone.get_absolute_url() not in letter.body


def test_a_scan_of_a_step_entered_for_somebody_leads_to_the_thing_of_the_step(milestone):
    entry = History.objects.of(milestone).last()
    file = attached(milestone)
    link = {"about_type": type_of(History)}
    StoredFile.objects.filter(pk=file.pk).update(about_id=entry.pk, **link)

    tasks.scan()

    assert milestone.get_absolute_url() in letters().last().body
