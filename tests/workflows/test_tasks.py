"""What the worker does: letters, timed moves, reminders."""

from datetime import timedelta

import pytest

from tests.factories.reporting import make_report, who
from workflows import clock, tasks
from workflows.models import Message

pytestmark = pytest.mark.django_db


def test_a_letter_written_by_a_move_leaves_once(mailoutbox):
    report = make_report("submitted")

    tasks.deliver()
    tasks.sweep()

    sent = [message for message in mailoutbox if report.programme.title in message.subject]
    assert [message.to for message in sent] == [[who("funder", report.programme).email]]


def test_a_post_that_is_down_leaves_the_letter_for_the_next_sweep(settings, mailoutbox):
    make_report("submitted")
    settings.EMAIL_BACKEND = "tests.cms.test_first_steps.Refuses"
    tasks.deliver()
    waiting = Message.objects.get()
    assert (waiting.status, "no such server" in waiting.reason) == ("waiting", True)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with clock.at(clock.now() + timedelta(hours=1)):
        tasks.sweep()

    assert len(mailoutbox) == 1


def test_a_reminder_goes_before_on_and_after_the_day_and_never_twice():
    report = make_report("submitted")
    due = report.submitted_at + timedelta(days=30)

    for days in (-3, 0, 3, 9):
        with clock.at(due + timedelta(days=days) + timedelta(hours=12)):
            tasks.remind()
            tasks.remind()

    reminders = Message.objects.filter(template="workflows/reminder")
    assert reminders.count() == 3


def test_old_letters_lose_their_text():
    make_report("submitted")
    tasks.deliver()

    with clock.at(clock.now() + timedelta(days=120)):
        tasks.purge()

    assert Message.objects.get().body == ""
