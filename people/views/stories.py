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


def roles_held(person: Person) -> list[RoleLine]:
    """Return the roles of the person's account, present ones first; two queries and one per kind of thing."""
    if person.user_id is None:
        return []
    grants = RoleGrant.objects.filter(user=person.user_id).prefetch_related("about")
    lines = [
        RoleLine(grant.role, grant.about, grant.given_at, grant.ended_at)
        for grant in grants
        if grant.about
    ]
    return sorted(lines, key=lambda line: (line.until is not None, line.role))
