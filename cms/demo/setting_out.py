"""Before the journey: where the demo's groups meet, what people need, the letters they get."""

from __future__ import annotations

from datetime import date, timedelta

from activities.actions import change_gathering, note_needs, send_joining_letters
from activities.documents import joining_letters
from activities.models import Registration, StudyVisit
from people.models import User
from workflows import clock

ROOMS = (Registration.Room.SHARED, Registration.Room.SINGLE, Registration.Room.SHARED)
TAKE_ALONG = (
    "Wygodne buty, coś od deszczu i jedno pytanie, na które chcesz znaleźć odpowiedź.",
    "Comfortable shoes, something for the rain, and one question you want answered.",
)


def play(visit: StudyVisit, staff: User) -> None:
    """Staff say where the group meets, people say what they need, all but those who wait get their letter."""
    moment = min(visit.starts_at - timedelta(days=12), clock.now() - timedelta(hours=30))
    with clock.at(moment):
        _prepare(visit, staff)
        for number, registration in enumerate(visit.going()):
            _tell_needs(registration, number)
    with clock.at(moment + timedelta(hours=4)):
        letters = [each.ready() for each in joining_letters(StudyVisit.objects.get(pk=visit.pk))]
        # the last one confirmed late: their letter still waits for somebody to press the button
        due = letters[:-1] if visit.starts_at > clock.now() + timedelta(days=1) else letters
        send_joining_letters(visit=visit, letters=due, by=staff)


def _prepare(visit: StudyVisit, staff: User) -> None:
    visit.meets_at = visit.starts_at - timedelta(hours=1)
    visit.meeting_place = f"Dworzec kolejowy, hala główna ({visit.place})"
    visit.contact = f"{staff.display_name}, 600 100 200"
    for language, words in zip(("pl", "en"), TAKE_ALONG, strict=True):
        setattr(visit, f"take_along_{language}", words)
    visit.asks_birth_date = True
    fields = [
        "meets_at",
        "meeting_place",
        "contact",
        "take_along_pl",
        "take_along_en",
        "asks_birth_date",
    ]
    change_gathering(gathering=visit, seen=visit.version, fields=fields, by=staff)


def _tell_needs(registration: Registration, number: int) -> None:
    """Two in three also give the date of birth that the insurer asks for."""
    born = date(1972 + number * 3 % 25, number % 12 + 1, number * 5 % 27 + 1)
    note_needs(
        registration=registration,
        seen=registration.version,
        by=registration.person.user,
        room=ROOMS[number % len(ROOMS)],
        birth_date=None if number % 3 == 2 else born,
    )
