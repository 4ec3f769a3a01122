"""Events, visits and places at them, brought to a state by the real moves."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from activities.actions import apply_for_place, take_attendance
from activities.models import Event, Gathering, Registration, Stop, StudyVisit
from programmes.models import Activity, Programme
from tests.factories.people import make_admin, make_user
from tests.remembering import remembered
from workflows import clock
from workflows.roles import give_role

_numbers = count(1)


@remembered
def make_activity(kind: str = "event", programme: Programme | None = None) -> Activity:
    """A line of work of a programme that has no other."""
    number = next(_numbers)
    programme = programme or Programme.objects.begin(
        by=make_admin(), code=f"program-{number}", title_pl=f"Program {number}"
    )
    return Activity.objects.create(
        programme=programme, kind=kind, code=f"dzialanie-{number}", name_pl=f"Działanie {number}"
    )


@remembered
def make_staff(programme: Programme, role: str = "staff", name: str = "") -> Any:
    """Somebody who runs the programme."""
    user = make_user(name)
    give_role(user, role, programme, by=None)
    return user


@remembered
def make_event(state: str = "announced", *, by: Any = None, **fields: Any) -> Event:
    """An event in two weeks with twenty places; `held` and `closed` ones began yesterday."""
    event = _begin(Event, "event", by, fields)
    steps = {"draft": [], "announced": ["announce"], "held": ["announce", "hold"]}
    steps["closed"] = [*steps["held"], "close"]
    _walk(event, steps[state])
    return event


@remembered
def make_visit(state: str = "recruiting", *, by: Any = None, **fields: Any) -> StudyVisit:
    """A two-day visit in three weeks with two places and applications until a week before."""
    fields.setdefault("capacity", 2)
    visit = _begin(StudyVisit, "study_visit", by, fields, days=2)
    for day in visit.days:
        Stop.objects.create(visit=visit, day=day, starts=time(9), title_pl="Spotkanie w ratuszu")
    _walk(visit, ["announce"] if state != "draft" else [])
    return visit


def _begin(model: Any, kind: str, by: Any, fields: dict[str, Any], days: int = 1) -> Any:
    activity = fields.pop("activity", None) or make_activity(kind)
    starts = fields.pop("starts_at", clock.now() + timedelta(days=21)).replace(hour=8, minute=0)
    given: dict[str, Any] = {
        "activity": activity,
        "code": f"spotkanie-{next(_numbers)}",
        "title_pl": "Spotkanie praktyków",
        "place": "Płock",
        "starts_at": starts,
        "ends_at": starts + timedelta(days=days - 1, hours=6),
        "apply_until": starts - timedelta(days=7) if model is StudyVisit else None,
        "capacity": 20,
    }
    return model.objects.begin(by=by or make_admin(), **{**given, **fields})


def _walk(gathering: Gathering, moves: list[str]) -> None:
    """Make each move at a time when it may be made."""
    admin = make_admin()
    moments = {"announce": gathering.starts_at - timedelta(days=20)}
    for move in moves:
        with clock.at(moments.get(move, gathering.ends_at + timedelta(hours=1))):
            getattr(gathering, move)(by=admin)


@remembered
def make_registration(
    subject: Event | StudyVisit | None = None, state: str = "", *, user: Any = None
) -> Registration:
    """A place; at an event it is accepted as long as there is room, at a visit it waits for a decision."""
    subject = subject or make_event()
    user = user or make_user()
    before = subject.closes_at - timedelta(hours=1)
    answers = {"motivation": "Chcę zobaczyć, jak to robią inni."}
    with clock.at(min(before, clock.now())):
        registration = apply_for_place(
            subject=subject, person=user.person, by=user, at=clock.now(), answers=answers
        )
        if state in ("accepted", "confirmed") and registration.state == "applied":
            registration.accept(by=make_admin())
        if state == "confirmed":
            registration.confirm(by=user)
    return registration


def after(gathering: Gathering) -> datetime:
    """An hour after the end."""
    return gathering.ends_at + timedelta(hours=1)


def tick(subject: Event | StudyVisit, day: date, *present: Registration, by: Any = None) -> int:
    """Take the attendance of a day when all is over."""
    with clock.at(after(subject)):
        keys = {registration.pk for registration in present}
        return take_attendance(subject=subject, day=day, present=keys, by=by or make_admin())
