"""What changes several things of a programme at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Person
from programmes import roles
from programmes.models import Participation, Programme
from workflows.errors import GuardsFailed
from workflows.roles import end_role, give_role, holders


@transaction.atomic
def note_participation(
    *,
    programme: Programme,
    person: Person,
    capacity: str,
    since: date,
    until: date | None = None,
    by: Any = None,
) -> Participation:
    """Write down that `person` takes part as `capacity` (a `Participation.Capacity`); twice is once.

    A known participation is widened to cover `since` and `until`, never narrowed.
    """
    known = Participation.objects.filter(
        programme=programme, person=person, capacity=capacity
    ).first()
    if known is None:
        return Participation.objects.create(
            programme=programme, person=person, capacity=capacity, since=since, until=until
        )
    wider = min(known.since, since), max(known.until, until) if known.until and until else None
    if wider != (known.since, known.until):
        known.since, known.until = wider
        known.save(update_fields=["since", "until"])
    return known


def give_programme_role(*, programme: Programme, user: Any, role: str, by: Any) -> None:
    """Give `user` a role on the programme; giving it twice changes nothing."""
    if role not in roles.NAMES:
        raise ValueError(role)
    give_role(user, role, programme, by=by)


@transaction.atomic
def end_programme_role(*, programme: Programme, user: Any, role: str, by: Any) -> None:
    """End a role; GuardsFailed when nobody would be left to run the programme."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    running = {holder.pk for name in roles.RUNNERS for holder in holders(name, programme)}
    others = [name for name in roles.RUNNERS if name != role and user in holders(name, programme)]
    if role in roles.RUNNERS and running == {user.pk} and not others:
        raise GuardsFailed(
            [_("Nobody would be left to run this programme. Give somebody else a role first.")]
        )
    end_role(user, role, programme, by=by)
