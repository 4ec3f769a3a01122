"""A study visit: announced, applied for, held, and who came."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, time, timedelta

import pytest

from workflows import clock

TITLE = "Wizyta w Bielsku-Białej"
WHY = "Prowadzę budżet obywatelski i chcę zobaczyć, jak rozmawia się z mieszkańcami gdzie indziej."
APPLIES = "Zrobimy panel w naszej gminie, razem z radą osiedla, do końca przyszłego roku."


@pytest.fixture
def visit_day_comes(folder):
    """Nobody waits three weeks for a test: instead of the clock, the days of the visit move to yesterday."""

    def come() -> None:
        with closing(sqlite3.connect(folder / "tandem.sqlite3", timeout=30)) as database:
            for column in ("starts_at", "ends_at", "apply_until"):
                database.execute(
                    f"UPDATE activities_studyvisit SET {column} = datetime({column}, '-22 days') WHERE title_pl = ?",  # noqa: S608 -- our own column names
                    (TITLE,),
                )
            database.commit()

    return come


def announces(staff):
    """Staff describe the visit and its programme, and open the recruitment."""
    day = datetime.combine(clock.today() + timedelta(days=21), time(9))
    staff.open("/panel/activities/visits/new/").choose(
        "Działanie", "Przestrzeń Praktyków Partycypacji: Wizyta studyjna"
    )
    typed = {
        "title_pl": TITLE,
        "description_pl": "Zobaczymy, jak działa tu panel obywatelski.",
        "place": "Bielsko-Biała",
        "starts_at": f"{day:%Y-%m-%dT%H:%M}",
        "ends_at": f"{day + timedelta(hours=7):%Y-%m-%dT%H:%M}",
        "apply_until": f"{day - timedelta(days=7):%Y-%m-%dT%H:%M}",
        "capacity": "2",
    }
    for name, value in typed.items():
        staff.page.locator(f"[name={name}]").fill(value)
    staff.press("Zapisz szkic").reads("szkic").follow("Zmień program")
    for name, value in {
        "day": f"{day:%Y-%m-%d}",
        "starts": "10:00",
        "title_pl": "Panel obywatelski",
    }.items():
        staff.page.locator(f"[name=stops-0-{name}]").fill(value)
    staff.press("Zapisz program").follow("Otwórz nabór").press("Otwórz nabór").reads("trwa nabór")


def sends_letters(staff, page):
    """Staff say where the group meets and send everybody their letter with one button."""
    staff.open(f"{page}before/").follow("Zmień treść listu")
    day = datetime.combine(clock.today() + timedelta(days=21), time(8))
    typed = {
        "meets_at": f"{day:%Y-%m-%dT%H:%M}",
        "meeting_place": "Dworzec",
        "contact": "Ewa, 600 100 200",
    }
    for name, value in typed.items():
        staff.page.locator(f"[name={name}]").fill(value)
    staff.press("Zapisz").press("Wyślij 2 listy").reads("2 listy są w drodze")


def was_there(guest):
    """Whether the team ticked them: then their own page asks what they will apply at home."""
    guest.open("/panel/activities/mine/").follow(TITLE)
    return guest.page.get_by_role("link", name="Napisz").count() > 0


def test_visit_is_announced_two_apply_one_comes(invite, visit_day_comes):
    staff = invite("staff").open("/panel/activities/visits/")
    announces(staff)
    page, public = (
        staff.page.url,
        staff.page.get_by_role("link", name="/visits/").get_attribute("href"),
    )
    invite().open("/events/").follow(TITLE).reads("Panel obywatelski")

    # Two people apply and both get a place.
    guests = [invite("mentee21"), invite("mentee22")]
    for guest in guests:
        guest.hurries = guest is not guests[0]
        guest.open(public).fill("Dlaczego chcesz pojechać", WHY).press("Wyślij zgłoszenie")
        guest.reads("zgłoszenie wysłane")
    for _guest in guests:
        staff.open(page).press("Przyznaj miejsce")
    for guest in guests:
        guest.open("/panel/activities/mine/").follow(TITLE)
        guest.follow("Potwierdzam przyjazd").press("Potwierdzam przyjazd").reads(
            "przyjazd potwierdzony"
        )
    for step in ("Zamknij nabór", "Potwierdź wizytę"):
        staff.open(page).follow(step).press(step)
    guests[0].receives(f"Jedziemy: {TITLE}")
    sends_letters(staff, page)
    guests[0].receives(f"Przed drogą: {TITLE}")
    guests[0].open("/panel/activities/mine/").follow(TITLE).reads("Twój kod do listy obecności")

    # The day comes, and one of them.
    visit_day_comes()
    staff.open(page).follow("Wizyta się odbyła").press("Wizyta się odbyła").open(
        f"{page}attendance/"
    )
    staff.page.get_by_role("checkbox").first.check()
    staff.press("Zapisz obecność").reads("Obecna 1 osoba z 2").open(
        f"{page}attendance/sheet/"
    ).open(page)
    staff.reads("nieobecność").reads("odbyła się")
    came = next(guest for guest in guests if was_there(guest))
    came.follow("Napisz")
    came.fill("Co zastosuję u siebie", APPLIES).press("Wyślij, co zastosuję").reads("napisane")
    staff.open(f"{page}after/").reads("Napisane: 1 z 1")
