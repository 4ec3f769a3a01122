"""Requests about one's data: made by the person, or taken down for them; who answers is kept up to date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people import rules
from people.actions.checks import require
from people.models import DataRequest, Person, User
from people.models.data_request import MONTHS
from workflows import clock
from workflows.actors import InPlaceOf
from workflows.errors import GuardsFailed
from workflows.models import Turn
from workflows.turns import rosters
from workflows.workdays import last_day_of_months

NOON = time(12)


@transaction.atomic
def ask_about_data(*, person: Person, kind: str, words: str, by: User) -> DataRequest:
    """Let `person` ask for something about their data; administrators and the person get a letter.

    Raise NotYours unless it is their own account, GuardsFailed when they wait for an answer to the same already or
    nobody else could give one.
    """
    require(rules.can_ask_about_data, by, person)
    return _begin(person, kind, words, clock.now(), by=by)


@transaction.atomic
def take_request_down(
    *, person: Person, kind: str, words: str, came: str, received_on: date, by: User
) -> DataRequest:
    """Enter what `person` asked by telephone, on paper, by e-mail or in person; the month runs from `received_on`.

    Where they have an account it is their step, entered by `by`. Raise NotYours unless `by` may, GuardsFailed as above
    and when the day is still to come.
    """
    require(rules.can_take_request_down, by, person)
    if received_on > clock.today():
        raise GuardsFailed([_("This day is still to come: give the day on which it reached you.")])
    noon = datetime.combine(received_on, NOON, tzinfo=timezone.get_default_timezone())
    actor = by if person.user is None else InPlaceOf(by, person.user, came)
    return _begin(person, kind, words, min(noon, clock.now()), by=actor, came=came)


def _begin(
    person: Person, kind: str, words: str, received_at: datetime, *, by: Any, came: str = ""
) -> DataRequest:
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    standing = DataRequest.objects.open().filter(person=person, kind=kind).first()
    if standing is not None:
        day = date_format(timezone.localtime(standing.received_at), "DATE_FORMAT")
        raise GuardsFailed([_("This was asked on %(day)s and waits for an answer.") % {"day": day}])
    request = DataRequest(person=person)
    if not request.answering():
        raise GuardsFailed(
            [_("Nobody else administers this installation, so nobody could answer this.")]
        )
    made: DataRequest = DataRequest.objects.begin(
        by=by,
        person=person,
        kind=kind,
        words=words,
        came=came,
        received_at=received_at,
        due_on=last_day_of_months(received_at, months=MONTHS),
    )
    return made


def with_other_administrators() -> Iterable[DataRequest]:
    """The open requests that wait for others than the administrators of today."""
    open_now = list(DataRequest.objects.open().with_person())
    if not open_now:
        return []
    admins = set(
        User.objects.filter(is_active=True, is_superuser=True).values_list("pk", flat=True)
    )
    holding: dict[int, set[int | None]] = {request.pk: set() for request in open_now}
    for about, holder in Turn.objects.of_all(open_now).values_list("about_id", "holder"):
        holding[about].add(holder)
    return [each for each in open_now if holding[each.pk] != admins - {each.person.user_id}]


rosters.add("people.data_requests", with_other_administrators)
