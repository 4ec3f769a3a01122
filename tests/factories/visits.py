"""Study visits with a group that is about to set out, or that came back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from activities.actions import change_gathering, take_attendance
from activities.models import Registration, StudyVisit
from tests.factories.activities import after, make_registration, make_staff, make_visit
from workflows import clock

MEETING = "Dworzec w Płocku, pod zegarem"
CONTACT = "Ewa Kalina, 600 100 200"


def make_group(count: int = 2, *, prepared: bool = True, **fields: Any) -> StudyVisit:
    """A confirmed visit with so many people whose places are confirmed; `prepared`: it says where they meet."""
    visit = make_visit(**{"capacity": max(count, 1) + 3, "claim_days": 14, **fields})
    staff = make_staff(visit.programme)
    for _number in range(count):
        make_registration(visit, "confirmed")
    visit.refresh_from_db()
    visit.select(by=staff)
    visit.confirm(by=staff)
    if prepared:
        prepare(visit, staff)
    return StudyVisit.objects.get(pk=visit.pk)


def prepare(visit: StudyVisit, staff: Any, **fields: Any) -> None:
    """Say where and when the group meets."""
    given = {
        "meets_at": visit.starts_at - timedelta(hours=1),
        "meeting_place": MEETING,
        "contact": CONTACT,
        **fields,
    }
    for name, value in given.items():
        setattr(visit, name, value)
    change_gathering(gathering=visit, seen=visit.version, fields=list(given), by=staff)


def places(visit: StudyVisit) -> list[Registration]:
    """The places of the group in the order in which they applied."""
    return list(visit.registrations.select_related("person__user").order_by("pk"))


def held_group(count: int = 2, *, present: int | None = None, **fields: Any) -> StudyVisit:
    """A visit that took place; the first `present` of the group (all unless said) were there on both days."""
    visit = make_group(count, **fields)
    staff = make_staff(visit.programme)
    there = {place.pk for place in places(visit)[:present]}
    with clock.at(after(visit)):
        for day in visit.days if there else ():
            take_attendance(subject=visit, day=day, present=there, by=staff)
        visit.refresh_from_db()
        visit.hold(by=staff)
    return StudyVisit.objects.get(pk=visit.pk)
