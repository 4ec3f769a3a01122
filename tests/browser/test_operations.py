"""Is everything working: a letter that failed goes again, what is late leads there, the newest backup is named."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest

OPERATIONS = "/panel/operations/"
WHY = "SMTPRecipientsRefused: 550"


@pytest.fixture
def refused_letter(invite, folder):
    """The newest letter about a pair, as if its address had been refused: the post of a test refuses nobody."""
    with closing(sqlite3.connect(folder / "tandem.sqlite3", timeout=30)) as database:
        key, subject, address = database.execute(
            "SELECT id, subject, address FROM workflows_message "
            "WHERE template = 'mentoring/milestone_returned' ORDER BY id DESC LIMIT 1"
        ).fetchone()
        database.execute(
            "UPDATE workflows_message SET status = 'failed', reason = ? WHERE id = ?", (WHY, key)
        )
        database.commit()
    return subject, address


def test_a_failed_letter_goes_again_and_what_is_late_leads_there(invite, refused_letter):
    subject, address = refused_letter
    staff = invite("staff").open(OPERATIONS).reads(subject).reads(WHY)
    again = staff.page.get_by_role("button", name=re.compile(rf"Wyślij jeszcze raz\W+{subject}"))
    with staff.tab_to(again).page.expect_navigation():
        staff.page.keyboard.press("Enter")
    staff.look().reads("Wiadomość za chwilę wyjdzie ponownie.")
    with staff.hurry():
        staff.receives(subject, to=address).open(OPERATIONS).reads("Wszystkie wiadomości wyszły.")
    staff.follow("Przestrzeń Praktyków Partycypacji").reads("po terminie")


@pytest.fixture
def archive(folder):
    """Where the newest backup will lie; gone afterwards."""
    path = folder / "backups" / "tandem.tar.gz"
    path.parent.mkdir(exist_ok=True)
    yield path
    path.unlink(missing_ok=True)


def test_an_administrator_reads_of_the_newest_backup(invite_once, archive):
    admin = invite_once("admin").open(OPERATIONS).reads("Nie ma jeszcze kopii.")
    with admin.hurry():
        admin.follow("Zrób kopię zapasową").reads("manage.py backup")

    archive.touch()
    admin.open(OPERATIONS).reads("Najnowsza kopia zapasowa powstała")
