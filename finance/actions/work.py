"""Entering hours."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from finance.models import WorkEntry
from finance.models.work import DAY
from finance.money import Money
from people.models import Person
from programmes.models import Programme
from workflows import clock
from workflows.errors import GuardsFailed
from workflows.models.link import type_of


@transaction.atomic
def record_work(
    *,
    about: models.Model,
    programme: Programme,
    person: Person,
    day: date,
    minutes: int,
    way: str,
    begins: time | None = None,
    rate: Money | None = None,
    what: str = "",
    by: Any,
) -> WorkEntry:
    """Enter hours for `about`, or change the ones entered for it by this person.

    `way` is "paid" or "given". Raises GuardsFailed when they overlap with other work of the person
    anywhere in the installation, or when a day would have more than 24 hours.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    values = {
        "programme": programme,
        "day": day,
        "begins": begins,
        "minutes": minutes,
        "way": way,
        "rate": rate.amount if rate else None,
        "currency": rate.currency if rate else "PLN",
        "what": what,
    }
    key = {"about_type": type_of(about), "about_id": about.pk, "person": person}
    entry = WorkEntry.objects.filter(**key).first() or WorkEntry(
        **key, entered_by=by if by and by.pk else None, entered_at=clock.now()
    )
    for name, value in values.items():
        setattr(entry, name, value)
    if sentences := list(_overlaps(entry)):
        raise GuardsFailed(sentences)
    entry.save()
    return entry


def forget_work(*, about: models.Model) -> None:
    """Take away the hours that were entered for `about`: they were not worked, or not counted."""
    WorkEntry.objects.of(about).delete()


def _overlaps(entry: WorkEntry) -> list[str]:
    others = list(
        WorkEntry.objects.filter(person=entry.person).exclude(pk=entry.pk).around(entry.day)
    )
    same_day = sum(other.minutes for other in others if other.day == entry.day)
    if same_day + entry.minutes > DAY:
        return [
            _("%(person)s would have worked more than 24 hours that day.")
            % {"person": entry.person}
        ]
    for other in others:
        if (
            entry.span
            and other.span
            and entry.span[0] < other.span[1]
            and other.span[0] < entry.span[1]
        ):
            begins, ends = (f"{moment:%H:%M}" for moment in other.span)
            return [
                _("%(person)s already has work entered that day from %(begins)s to %(ends)s.")
                % {"person": entry.person, "begins": begins, "ends": ends}
            ]
    return []
