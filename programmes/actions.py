"""What changes several things of a programme at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from people.models import Person
from programmes import roles
from programmes.models import Funder, Participation, Programme
from programmes.registries.team import team_changed
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


@transaction.atomic
def give_programme_role(*, programme: Programme, user: Any, role: str, by: Any) -> None:
    """Give `user` a role on the programme; giving it twice changes nothing."""
    if role not in roles.NAMES:
        raise ValueError(role)
    give_role(user, role, programme, by=by)
    team_changed(programme)


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
    team_changed(programme)


@transaction.atomic
def begin_programme(*, by: Any, **fields: Any) -> Programme:
    """Begin a programme with `fields`; whoever begins it coordinates it until they give it on."""
    programme = Programme.objects.begin(by=by, **fields)
    give_role(by, roles.COORDINATOR, programme, by=by)
    return programme


@transaction.atomic
def describe_programme(
    *, programme: Programme, funder: Funder | None, fields: Iterable[str], seen: int, by: Any
) -> None:
    """Save the `fields` set on `programme` and its funder; SomeoneWasFaster when it changed since version `seen`."""
    old = None
    if funder is not None:
        funder.save()
    elif programme.funder:
        old = programme.funder
    programme.funder = funder
    programme.save_draft(seen=seen, fields=[*fields, "funder"])
    if old:
        old.delete()


@transaction.atomic
def set_points(*, programme: Programme, texts: Mapping[str, list[dict[str, str]]], by: Any) -> None:
    """Replace goals, policy areas, topics and audience by `texts`: by section, texts by language in their order."""
    programme.points.filter(section__in=texts).delete()
    for section, lines in texts.items():
        for position, words in enumerate(lines, start=1):
            columns = {f"text_{language}": text for language, text in words.items()}
            programme.points.create(section=section, position=position, **columns)


@transaction.atomic
def remove_part(*, part: Any, by: Any) -> None:
    """Remove a partner, activity or indicator; GuardsFailed when records hang on it."""
    try:
        part.delete()
    except ProtectedError as error:
        kinds = {obj._meta.verbose_name_plural for obj in error.protected_objects}
        sentence = _("It stays, because these hang on it: %s.") % ", ".join(
            sorted(str(kind) for kind in kinds)
        )
        raise GuardsFailed([sentence]) from error
