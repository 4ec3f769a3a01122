"""What the demo leaves behind: history, and nothing that would still go out."""

from collections import Counter
from io import StringIO

from django.core import mail
from django.core.management import call_command

from programmes.models import Programme
from workflows import clock
from workflows.delivery import deliver
from workflows.models import Message, Turn
from workflows.policies import may_see
from workflows.reminders import remind
from workflows.topics import CHOOSABLE


def test_its_old_letters_are_marked_as_never_sent(world):
    statuses = set(Message.objects.values_list("status", "reason"))

    assert statuses
    assert all(status != Message.Status.WAITING and reason for status, reason in statuses)


def test_no_old_letter_leaves(world):
    mail.outbox.clear()

    deliver()

    assert mail.outbox == []


def test_no_reminder_fires_for_the_past(world):
    Turn.objects.filter(due_at__gte=clock.now()).delete()
    assert Turn.objects.late().exists()

    assert remind() == 0


def test_programmes_whose_period_is_over_are_completed(world):
    over = [each for each in Programme.objects.all() if each.last_day and each.last_day.year < 2026]

    assert over
    assert {programme.state for programme in over} <= {"completed", "closed"}


def test_the_command_finds_that_everything_fits_together(world):
    out = StringIO()

    call_command("verify_integrity", stdout=out)

    assert out.getvalue() == "Everything fits together.\n"


def test_what_may_be_gathered_is_about_something_that_its_reader_sees(world):
    """Else the daily letter would drop it each time; whoever left since is let be."""
    letters = Message.objects.filter(topic__in=CHOOSABLE, recipient__is_active=True)
    unseen = Counter(
        letter.template
        for letter in letters.select_related("recipient")
        if not may_see(letter.recipient, letter.about)
    )

    assert unseen == Counter()
