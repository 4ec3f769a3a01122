"""What happened with a person or an organisation, in sentences; and the roles a person holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Person
from workflows.models import History, RoleGrant

SAYS = {
    "entered": _("Entered"),
    "registered": _("Signed up"),
    "edited": _("Details changed"),
    "invited": _("Invited to log in"),
    "joined": _("Accepted the invitation"),
    "consent_given": _("Consent given"),
    "consent_withdrawn": _("Consent withdrawn"),
    "joined_organisation": _("Joined an organisation"),
    "left_organisation": _("Left an organisation"),
    "merged": _("Another record merged into this one"),
    "merged_away": _("Merged into another record"),
    "copied": _("Copy of the data taken"),
    "erased": _("Name forgotten"),
}


@dataclass(frozen=True)
class Event:
    """One line of the story, as `components/timeline.html` draws it."""

    what: str
    by: str
    at: datetime
    note: str = ""
    is_comment: bool = False


@dataclass(frozen=True)
class RoleLine:
    """A role and what it is held on."""

    role: str
    on: models.Model
    since: datetime
    until: datetime | None
    url: str


def story_of(row: Any) -> list[Event]:
    """Return what happened with `row`, the newest first; where nothing is noted, who entered it."""
    entries = History.objects.of(row).select_related("by", "text").order_by("-seq")
    events = [
        Event(
            str(SAYS.get(entry.move, entry.move)), str(entry.by or "Tandem"), entry.at, _note(entry)
        )
        for entry in entries
    ]
    if not any(entry.move in {"entered", "registered"} for entry in entries):
        events.append(_beginning(row))
    return events


def _beginning(row: Any) -> Event:
    account = getattr(row, "user", None)
    if row.entered_by is None and account is not None:
        return Event(str(SAYS["registered"]), str(account), row.entered_at)
    return Event(str(SAYS["entered"]), str(row.entered_by or "Tandem"), row.entered_at)


def _note(entry: History) -> str:
    return str(entry.text.note)


def roles_held(person: Person, *, reader: Any) -> list[RoleLine]:
    """Return the roles of the person's account, present ones first, with a link where `reader` may follow it.

    Two queries and two per kind of thing.
    """
    if person.user_id is None:
        return []
    grants = RoleGrant.objects.filter(user=person.user_id).prefetch_related("about")
    found = [(grant, grant.about) for grant in grants if grant.about]
    open_to = _open_to(reader, [thing for _grant, thing in found])
    lines = [
        RoleLine(
            grant.role,
            thing,
            grant.given_at,
            grant.ended_at,
            thing.get_absolute_url() if (type(thing), thing.pk) in open_to else "",
        )
        for grant, thing in found
    ]
    return sorted(lines, key=lambda line: (line.until is not None, line.role))


def _open_to(reader: Any, things: list[Any]) -> set[tuple[type, int]]:
    """Those of `things` whose page `reader` may open."""
    keys: dict[Any, set[int]] = {}
    for thing in things:
        keys.setdefault(type(thing), set()).add(thing.pk)
    return {
        (model, pk)
        for model, pks in keys.items()
        for pk in model.objects.visible_to(reader).filter(pk__in=pks).values_list("pk", flat=True)
    }
