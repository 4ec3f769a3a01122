"""The demo's mentors: contracts, one of them nearly used up, and supervisions held and to come."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from mentoring.actions import (
    hold_supervision,
    keep_contract,
    plan_supervision,
    state_outside_hours,
)
from mentoring.models import Edition
from people.models import User
from workflows import clock

#: Hours in the contracts of the first mentors; the second one's are too few for what they do.
HOURS = (24, 5, 24)
UNIVERSITY = "Uniwersytet Łódzki: „Miasto dla wszystkich” (FERS)"


def _at(offset: int, hour: int) -> datetime:
    day: date = timezone.localdate() + timedelta(days=offset)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def play_contracts(edition: Edition, staff: User) -> None:
    """The first mentors have contracts, one of them as a volunteer."""
    mentors = edition.enrolments.accepted_as("mentor").order_by("pk")
    for number, (mentor, hours) in enumerate(zip(mentors, HOURS, strict=False), start=1):
        with clock.at(_at(-126, 10)):
            keep_contract(
                enrolment=mentor,
                by=staff,
                fields={
                    "number": f"M/{number}/{edition.starts_on.year}",
                    "signed_on": clock.today(),
                    "hours": hours,
                    "month_hours": None,
                    "rate": Decimal("90.00") if number < len(HOURS) else None,
                },
            )


def play_other_projects(edition: Edition) -> None:
    """The first mentor works for a university too: a lecture at a known hour, and the sum of the month before."""
    mentor = edition.enrolments.accepted_as("mentor").order_by("pk")[0]
    lecture = (_at(-12, 10)).date()
    month_before = (lecture.replace(day=1) - timedelta(days=1)).replace(day=1)
    nothing: dict[str, Any] = {"day": None, "begins": None}
    stated: list[dict[str, Any]] = [
        {"month": month_before, "project": UNIVERSITY, "minutes": 32 * 60, **nothing},
        {
            "month": lecture.replace(day=1),
            "project": UNIVERSITY,
            "minutes": 90,
            "day": lecture,
            "begins": time(8),
        },
    ]
    for hours in stated:
        with clock.at(_at(-2, 20)):
            state_outside_hours(enrolment=mentor, by=mentor.person.user, **hours)


def play_hours(edition: Edition, staff: User) -> None:
    """One supervision was held with three mentors, the next is in two weeks."""
    plan = {"minutes": 120, "form": "online", "place": "https://spotkania.example/superwizja"}
    leader = {"led_by": "Halina Wrona, superwizorka"}
    with clock.at(_at(-50, 9)):
        held = plan_supervision(
            edition=edition,
            by=staff,
            starts_at=_at(-40, 18),
            about="Kiedy milczeć, a kiedy podpowiedzieć.",
            **plan,
            **leader,
        )
    with clock.at(_at(-39, 9)):
        came = edition.enrolments.accepted_as("mentor").order_by("pk")[:3]
        hold_supervision(supervision=held, came=came, by=staff)
    with clock.at(_at(-3, 9)):
        plan_supervision(
            edition=edition,
            by=staff,
            starts_at=_at(14, 18),
            about="Jak kończy się pracę w parze.",
            **plan,
            **leader,
        )
