"""Three hundred people come in while the hall's network drops: nobody is lost, nobody is doubled."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.browser.conftest import ROOT

PEOPLE = 300
BEGIN = f"""
from datetime import timedelta
from activities.actions import enter_participant
from activities.models import Event
from people.models import Person, User
from workflows import clock
from workflows.outbox import silence
staff = User.objects.get(email="staff@demo.tandem.example")
event = Event.objects.get(title_pl="Seminarium: rady młodzieżowe")
event.capacity = {PEOPLE}
event.save_draft(seen=event.version, fields=["capacity"])
with silence("the hall is full in a test"):
    for number in range({PEOPLE} - event.registrations.taking_a_place().count()):
        person = Person.objects.create(given_name="Łucja", family_name=f"Żak-{{number:03}}")
        enter_participant(subject=event, person=person, by=staff)
print(event.code)
"""


@pytest.fixture
def full_hall(fresh_demo, folder):
    """The demo's event of today with a full hall, by the moves staff would make; its code on the site."""
    env = {
        **os.environ,
        "TANDEM_VAR": str(folder),
        "TANDEM_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
    }
    told = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", BEGIN],
        cwd=ROOT,
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    return told.stdout.split()[-1]


@pytest.fixture
def written(folder):
    """How many are on the list of today, and how many lines there are about them, as the database has it."""

    def count(code):
        with closing(sqlite3.connect(folder / "tandem.sqlite3", timeout=30)) as database:
            ticks = "SELECT count(DISTINCT a.registration_id), count(*) FROM activities_attendance a JOIN activities_registration r ON r.id = a.registration_id JOIN activities_event e ON e.id = r.event_id WHERE a.present AND e.code = ?"
            return database.execute(ticks, (code,)).fetchone()

    return count


def tap(door, first, last):
    """Tap everybody from the first-th to the last of those who are not there yet, as fast as a hand may."""
    door.page.evaluate(
        "([first, last]) => [...document.querySelectorAll('[data-tick][aria-pressed=false]')].slice(first, last).forEach((each) => each.click())",
        [first, last],
    )


def all_sent(door):
    door.page.get_by_text("Wszystko wysłane.").wait_for(timeout=60_000)


def test_the_list_at_the_door_loses_and_doubles_nobody(full_hall, invite_once, written):
    door = invite_once("staff").open(f"/panel/activities/events/{full_hall}/check-in/")
    other = door.another_window().open(f"/panel/activities/events/{full_hall}/check-in/")
    here = written(full_hall)[0]
    assert door.page.locator("[data-key]").count() == PEOPLE

    tap(door, 0, 20)
    all_sent(door)
    assert written(full_hall) == (here + 20, here + 20)

    door.page.context.set_offline(True)
    tap(door, 0, 150)
    door.page.get_by_text("Zapisane w tej przeglądarce: 150").wait_for()
    assert written(full_hall) == (here + 20, here + 20)
    door.look()

    # the browser is closed and opened again before the network is back, and another phone ticks the same people
    door.page.context.set_offline(False)
    door.page.on("dialog", lambda dialog: dialog.accept())
    with door.hurry():
        door.open(f"/panel/activities/events/{full_hall}/check-in/")
    tap(other, 100, 260)
    all_sent(door)
    all_sent(other)
    tap(door, 0, PEOPLE)
    all_sent(door)

    assert written(full_hall) == (PEOPLE, PEOPLE)
    door.reads(f"{PEOPLE} / {PEOPLE}")


def test_a_name_or_a_code_and_enter_tick_one_person(invite_once, fresh_demo):
    door = invite_once("staff")
    with door.hurry():
        door.open("/panel/activities/events/").follow("Seminarium: rady młodzieżowe")
    door.open(f"{door.page.url}check-in/")
    field = door.page.locator("#door-find")
    waits = door.page.locator("[data-key]:has([aria-pressed=false])")
    name = waits.first.get_attribute("data-name")
    token = waits.nth(1).get_attribute("data-token")
    path = door.page.locator("[data-checkin]").get_attribute("data-path")

    field.fill(name)
    field.press("Enter")
    door.reads(f"{name} – jest na miejscu.")
    field.fill(f"https://tandem.example{path}{token}/")
    field.press("Enter")
    all_sent(door)

    door.page.reload()
    assert door.page.locator(f"[data-token='{token}'] [aria-pressed=true]").count() == 1
    field.fill(f"https://tandem.example{path}7.zmyslony/")
    field.press("Enter")
    door.reads("Tego kodu nie ma na liście")
