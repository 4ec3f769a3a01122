"""What the worker does: letters, timed moves, reminders."""

from datetime import timedelta

import pytest
from django.utils.timezone import get_default_timezone, localtime

from reporting.models import Report
from tests.factories.mentoring import make_meeting, make_milestone, make_session, mentor_of
from tests.factories.reporting import make_report, who
from workflows import clock, tasks
from workflows.consequences import Timed
from workflows.models import DailyRoot, History, Message, Turn

pytestmark = pytest.mark.django_db


def test_a_letter_written_by_a_move_leaves_once(mailoutbox):
    report = make_report("submitted")

    tasks.deliver()
    tasks.sweep()

    sent = [message for message in mailoutbox if report.programme.title in message.subject]
    assert [message.to for message in sent] == [[who("funder", report.programme).email]]


def test_a_letter_takes_the_file_along_that_its_notice_makes(mailoutbox):
    make_meeting()

    tasks.deliver()

    files = [file for letter in mailoutbox for file in letter.attachments]
    assert [name[-4:] for name, _text, _kind in files] == [".ics", ".ics"]
    assert all("BEGIN:VCALENDAR" in text for _name, text, _kind in files)


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
    noon = localtime(due, get_default_timezone()).replace(hour=12)

    for days in (-3, 0, 3, 9):
        with clock.at(noon + timedelta(days=days)):
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


def test_what_the_clock_decides_happens_at_the_tick_and_once():
    log = make_session("submitted")

    with clock.at(clock.now() + timedelta(days=60)):
        assert tasks.tick() == 1
        assert tasks.tick() == 0

    log.refresh_from_db()
    assert (log.state, History.objects.of(log).last().by) == ("confirmed", None)


def test_a_timed_move_that_is_refused_waits_for_the_next_tick(monkeypatch):
    report = make_report("submitted")
    monkeypatch.setattr(
        tasks, "timed_moves", [Timed(Report.return_for_correction.move, lambda now: [report])]
    )

    assert tasks.tick() == 0

    report.refresh_from_db()
    assert report.state == "submitted"


def test_the_worker_seals_the_day_and_a_day_without_history_has_no_seal():
    assert tasks.seal_day() == ""

    make_report("submitted")

    root = DailyRoot.objects
    assert tasks.seal_day() == root.get().root
    assert tasks.seal_day() == ""
    with clock.at(clock.now() + timedelta(days=1)):
        assert tasks.seal_day() == ""
    assert str(root.get()).endswith(root.get().root[:16])


def test_a_reminder_goes_to_whoever_holds_the_role_and_to_a_person_by_name():
    milestone = make_milestone("submitted")
    due = Turn.objects.of(milestone).get().due_at

    with clock.at(due):
        tasks.remind()

    reminder = Message.objects.get(
        template="workflows/reminder", recipient=mentor_of(milestone), occasion__startswith="on:"
    )
    assert milestone.title in reminder.subject


def test_nobody_is_reminded_of_what_is_gone_or_long_past():
    report = make_report("submitted")
    due = report.submitted_at + timedelta(days=30)
    Turn.objects.of(report).update(about_id=0)

    with clock.at(due + timedelta(hours=12)):
        tasks.remind()

    assert not Message.objects.filter(template="workflows/reminder").exists()
