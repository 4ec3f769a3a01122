"""Hours of mentors in projects elsewhere: stated, and taken back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import rules
from mentoring.models import Enrolment, OutsideHours
from people.models import Person
from workflows import clock
from workflows.errors import GuardsFailed, NotYours

from .hours import clash, count_what_fits


@transaction.atomic
def state_outside_hours(*, enrolment: Enrolment, by: Any, **fields: Any) -> OutsideHours:
    """State hours of a mentor in a project that Tandem does not know; they count to the month over all projects.

    `fields` are month (its first day), project, minutes, and where known day and begins. What counts already stays,
    also where the month is longer than it may be now: the sheet says so. Raises NotYours, and GuardsFailed when the
    stretch of time overlaps with other hours.
    """
    if sentences := rules.states_hours.why_not(by, enrolment):
        raise NotYours(sentences)
    person = Person.objects.select_for_update().get(pk=enrolment.person_id)
    day, begins, minutes = (fields[name] for name in ("day", "begins", "minutes"))
    if day and (sentences := clash(person, day, begins, minutes)):
        raise GuardsFailed(sentences)
    return OutsideHours.objects.create(person=person, stated_by=by, stated_at=clock.now(), **fields)


@transaction.atomic
def take_back_outside_hours(*, enrolment: Enrolment, hours: OutsideHours, by: Any) -> None:
    """Take stated hours back, and count what fits now in every edition of the mentor; raises NotYours."""
    if sentences := rules.states_hours.why_not(by, enrolment):
        raise NotYours(sentences)
    if hours.person_id != enrolment.person_id:
        raise NotYours([_("These are the hours of somebody else.")])
    Person.objects.select_for_update().get(pk=enrolment.person_id)
    hours.delete()
    rows = Enrolment.objects.accepted_as("mentor").filter(person=enrolment.person_id)
    for each in rows.select_related("contract", "person", "edition__activity__programme"):
        count_what_fits(each)
