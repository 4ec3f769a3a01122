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


def test_a_gap_between_states_is_found(report):
    """An entry that leaves a state other than the one before it ended in."""
    tampered("UPDATE workflows_history SET source = 'returned' WHERE move = 'submit'")

    assert any("leaves “returned”, but it was “draft”" in line for line in findings())


def test_entries_put_into_another_order_are_found(report):
    tampered("UPDATE workflows_history SET seq = seq + 5 WHERE move = 'begin'")

    assert any("does not follow the one before it" in line for line in findings())


def test_words_that_are_gone_are_found(report):
    HistoryText.objects.filter(entry__move="submit").delete()

    assert any("words of entry 2 are gone" in line for line in findings())


def test_a_version_set_back_is_found(report):
    tampered("UPDATE reporting_report SET version = 0")

    assert any("its version is 0, its history knows 1" in line for line in findings())


def test_an_object_without_a_history_is_found(report):
    tampered("UPDATE workflows_history SET about_id = about_id + 1000")

    found = list(findings())
    assert f"reporting.report {report.pk}: it has no history" in found
    assert any(line.endswith("it has a history, but is gone") for line in found)


def test_a_turn_of_something_gone_is_found(report):
    Turn.objects.of(report).update(about_id=report.pk + 1000)

    assert any("somebody has the move, but it is gone" in line for line in findings())


def test_a_turn_with_another_day_is_found(report):
    Turn.objects.of(report).update(due_at=clock.now())

    assert any("whose move it is does not fit" in line for line in findings())


def test_a_seal_that_was_altered_is_found(report):
    seal_day()
    tampered("UPDATE workflows_dailyroot SET chains = 99")

    assert any("it was altered" in line for line in findings())


def test_a_missing_turn_is_found(report):
    Turn.objects.of(report).delete()

    assert any("whose move it is" in line for line in findings())


def test_a_file_without_bytes_is_found(report):
    private_storage().delete(StoredFile.objects.of(report).first().place)

    assert any("its bytes are gone" in line for line in findings())


def test_a_letter_stuck_without_a_reason_is_found(report):
    with clock.at(clock.now() + timedelta(days=2)):
        assert any("not delivered" in line for line in findings())


def test_a_letter_that_failed_without_a_reason_is_found(report):
    Message.objects.update(status="failed", reason="")

    assert any("not delivered" in line for line in findings())


def test_the_command_says_that_everything_fits(report):
    out = StringIO()

    call_command("verify_integrity", stdout=out)

    assert out.getvalue().strip() == "Everything fits together."


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


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_each_database_is_told_to_refuse_every_way_of_altering(vendor):
    told = " ".join(triggers.statements(vendor, list(triggers.TABLES)))

    verbs = ["UPDATE", "DELETE"] + ["TRUNCATE"] * (vendor == "postgresql")
    for table in triggers.TABLES:
        assert all(f"BEFORE {verb} ON {table}" in told for verb in verbs)


def test_tables_that_are_not_there_yet_are_left_out():
    assert "workflows_dailyroot" not in " ".join(
        triggers.statements("postgresql", ["workflows_history"])
    )


@pytest.mark.postgres
@pytest.mark.parametrize("table", triggers.TABLES)
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_postgresql_refuses_to_alter_history(report, table, verb):
    seal_day()
    connection.check_constraints()  # foreign keys that wait for the commit would refuse a TRUNCATE first

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(verb.format(table))
    triggers.lift()
    assert len(triggers.missing()) == 6
    triggers.install()
    assert triggers.missing() == []


def test_an_entry_and_its_words_say_what_they_are(report):
    entry = History.objects.of(report).get(move="submit")
    entry.text.note = "Dlaczego"

    assert str(entry).endswith("#2 submit")
    assert str(entry.text) == "Dlaczego"
