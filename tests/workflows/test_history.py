"""History: append-only in the database, chained, sealed by the day, and checked by a command."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from tests.factories.people import make_admin
from tests.factories.reporting import make_report
from workflows import clock, triggers
from workflows.integrity import findings
from workflows.models import DailyRoot, History, HistoryText, Message, StoredFile, Turn
from workflows.models.file import private_storage
from workflows.seals import seal_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return make_report("submitted")


def tampered(statement, *values):
    """Change the database as somebody with its password would, past the triggers."""
    triggers.lift()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "statement", ["UPDATE workflows_history SET move = 'x'", "DELETE FROM workflows_history"]
)
def test_the_database_refuses_to_alter_history(report, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_lost_trigger_is_noticed_and_put_back():
    triggers.lift()
    assert triggers.missing() != []

    triggers.install()

    assert triggers.missing() == []


def test_what_the_moves_wrote_fits_together(report):
    seal_day()

    assert list(findings()) == []


def test_an_altered_entry_is_found(report):
    tampered("UPDATE workflows_history SET target = 'accepted' WHERE move = 'submit'")

    assert any("was altered" in line for line in findings())


def test_altered_words_are_found(report):
    HistoryText.objects.filter(entry__move="submit").update(note="Inaczej")

    assert any("words of entry 2 were altered" in line for line in findings())


def test_erased_words_leave_the_chain_valid(report):
    History.objects.of(report).get(move="submit").text.erase()

    assert list(findings()) == []


def test_a_removed_entry_is_found(report):
    entry = History.objects.of(report).first()
    HistoryText.objects.filter(entry=entry).delete()
    tampered("DELETE FROM workflows_history WHERE id = %s", entry.pk)

    assert any("is missing from its history" in line for line in findings())


def test_an_end_cut_off_is_found_by_the_seal(report):
    seal_day()
    entry = History.objects.of(report).last()
    Message.objects.filter(entry=entry).delete()
    HistoryText.objects.filter(entry=entry).delete()
    tampered("DELETE FROM workflows_history WHERE id = %s", entry.pk)

    assert any("sealed entries are gone" in line for line in findings())


def test_a_state_set_past_the_door_is_found(report):
    tampered("UPDATE reporting_report SET state = 'accepted'")

    assert any("its history ends with “submitted”" in line for line in findings())


def test_a_missing_turn_is_found(report):
    Turn.objects.of(report).delete()

    assert any("whose move it is" in line for line in findings())


def test_a_file_without_bytes_is_found(report):
    private_storage().delete(StoredFile.objects.of(report).first().place)

    assert any("its bytes are gone" in line for line in findings())


def test_a_letter_stuck_without_a_reason_is_found(report):
    with clock.at(clock.now() + timedelta(days=2)):
        assert any("not delivered" in line for line in findings())


def test_the_command_ends_with_status_one_and_a_line_for_each_finding(report):
    Turn.objects.of(report).delete()
    out = StringIO()

    with pytest.raises(SystemExit) as ending:
        call_command("verify_integrity", stdout=out)

    assert ending.value.code == 1
    assert f"reporting.report {report.pk}: " in out.getvalue()


def test_a_day_is_sealed_once_and_its_root_is_sent_to_administrators(report):
    admin = make_admin()

    root, again = seal_day(), seal_day()

    assert root is not None
    assert again is None
    assert DailyRoot.objects.count() == 1
    letter = Message.objects.get(recipient=admin)
    assert root.root in letter.body
