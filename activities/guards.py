"""Facts that must hold before events, visits and registrations move on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.guards import guard

if TYPE_CHECKING:
    from .models import Event, Registration, StudyVisit

    Subject: TypeAlias = Event | StudyVisit


@guard(_("Give a date that is still to come: this one has begun already."))
def is_yet_to_come(gathering: Subject, at: datetime) -> bool:
    return at < gathering.starts_at


@guard(_("It has not begun yet."))
def has_begun(gathering: Subject, at: datetime) -> bool:
    return at >= gathering.starts_at


@guard(_("It has not ended yet."))
def has_ended(gathering: Subject, at: datetime) -> bool:
    return at >= gathering.ends_at


@guard(_("Give a deadline for applications that is still to come and lies before the visit."))
def has_deadline_ahead(visit: StudyVisit, at: datetime) -> bool:
    return visit.apply_until is not None and at < visit.apply_until <= visit.starts_at


@guard(_("Add at least one point to the programme of the visit."))
def has_stops(visit: StudyVisit) -> bool:
    return visit.stops.exists()


@guard
def has_stops_each_day(visit: StudyVisit) -> Iterator[str]:
    planned = set(visit.stops.values_list("day", flat=True))
    for day in visit.days:
        if day not in planned:
            yield gettext("Add what happens on %(day)s.") % {"day": date_format(day)}


@guard(
    _(
        "Some applications still wait for a decision: give a place, put on the reserve list or decline."
    )
)
def all_applications_decided(visit: StudyVisit) -> bool:
    return not visit.registrations.undecided().exists()


@guard(_("Nobody has a place on this visit yet."))
def has_accepted(visit: StudyVisit) -> bool:
    return visit.registrations.taking_a_place().exists()


@guard
def has_attendance(gathering: Subject) -> Iterator[str]:
    for day in gathering.days_without_attendance():
        yield gettext("Take the attendance of %(day)s.") % {"day": date_format(day)}


@guard(_("Write what you saw and what you will apply (at least 100 characters)."))
def has_report(visit: StudyVisit) -> bool:
    return len(visit.report.strip()) >= 100


@guard(_("It is over."))
def is_before_the_end(registration: Registration, at: datetime) -> bool:
    return at < registration.subject.ends_at


@guard(_("It has begun already: a place can no longer be given up here. Tell the organisers."))
def is_before_the_start(registration: Registration, at: datetime) -> bool:
    return at < registration.subject.starts_at


@guard(_("All places are taken."))
def has_free_place(registration: Registration) -> bool:
    return registration.subject.free_places() > 0


@guard(_("The attendance list of no day has this person as present."))
def is_on_the_list(registration: Registration) -> bool:
    return registration.attendances.filter(present=True).exists()


@guard(_("The attendance list of some day has this person as present."))
def is_not_on_any_list(registration: Registration) -> bool:
    return not registration.attendances.filter(present=True).exists()


@guard
def can_be_applied_for(gathering: Subject, at: datetime) -> Iterator[str]:
    """Whether anybody may still apply: its state and its deadline."""
    if not gathering.takes_applications:
        yield gettext("Applications are not taken here now.")
    elif at >= gathering.closes_at:
        moment = date_format(localtime(gathering.closes_at), "j E Y, H:i")
        yield gettext("Applications were taken until %(moment)s.") % {"moment": moment}
