"""The places of the workspace: two to five by role, the inbox always first; what is left, in the person's menu."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflows.roles import roles_of

RUNNERS = frozenset({"staff", "coordinator"})
OFFICE = RUNNERS | {"finance"}
PANEL = frozenset({"chair", "deputy", "member", "secretary"})
JUDGES = frozenset({"assessor", "chair"})
ONLOOKERS = frozenset({"funder", "editor", "deputy", "member", "secretary"})
EVERYBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """A way into a room. `roles`: who sees it (empty: everybody); `not_for`: hidden from who holds only these."""

    label: Any
    url_name: str
    icon: str
    roles: frozenset[str] = EVERYBODY
    not_for: frozenset[str] = EVERYBODY
    counts: bool = False

    def is_for(self, held: frozenset[str]) -> bool:
        """Tell whether somebody who holds the roles `held` sees this place."""
        if self.not_for and held and held <= self.not_for:
            return False
        return not self.roles or bool(self.roles & held)


@dataclass(frozen=True)
class Entry:
    """A place as drawn for one person on one page."""

    label: Any
    url: str
    icon: str
    counts: bool = False
    current: bool = False


BAR = (
    Place(_("Waiting for me"), "workflows:inbox", "inbox", counts=True),
    Place(_("Programmes"), "programmes:programmes", "programme", OFFICE),
    Place(pgettext_lazy("place", "Grants"), "grants:call-list", "grant", OFFICE | PANEL),
    Place(pgettext_lazy("place", "To assess"), "grants:assessment-list", "check", JUDGES),
    Place(
        _("My applications"),
        "grants:application-mine",
        "pencil",
        not_for=OFFICE | JUDGES | ONLOOKERS,
    ),
    Place(_("Mentoring"), "mentoring:home", "mentoring", not_for=JUDGES | ONLOOKERS),
    Place(
        pgettext_lazy("place", "Meetings"),
        "activities:home",
        "activity",
        not_for=JUDGES | ONLOOKERS,
    ),
    Place(_("Reports"), "reporting:reports", "report", frozenset({"funder"})),
    Place(_("Edit the site"), "wagtailadmin_home", "pencil", frozenset({"editor"})),
)
MENU = (
    Place(_("People"), "people:people", "people", OFFICE),
    Place(_("Reports"), "reporting:reports", "report", OFFICE),
    Place(_("Agreements"), "grants:agreement-list", "grant", OFFICE),
    Place(_("Forms"), "questionnaires:forms", "questionnaire", RUNNERS),
    Place(_("Money"), "finance:home", "finance", OFFICE),
    Place(_("Letters"), "workflows:mails", "mail", RUNNERS),
    Place(_("Is everything working"), "cms:operations", "settings", RUNNERS),
)


def places_of(request: HttpRequest) -> list[Entry]:
    """Give the places in the top bar of the person who asks, the present one marked.

    Costs one query for the roles, which the engine keeps for the length of the request.
    """
    return _mark(list(_entries(request, BAR)), request.path)


def menu_of(request: HttpRequest) -> list[Entry]:
    """Give the places in the person's own menu."""
    return list(_entries(request, MENU))


def _entries(request: HttpRequest, places: Sequence[Place]) -> Iterator[Entry]:
    if not request.user.is_authenticated:
        return
    # Whoever administers the installation sees what its office sees.
    held = roles_of(request.user).names | (OFFICE if request.user.is_superuser else EVERYBODY)
    for place in places:
        if place.is_for(held) and (url := _url(place)):
            yield Entry(place.label, url, place.icon, place.counts)


def _url(place: Place) -> str:
    """Give the address of a place; empty where the room serves no page, so that no button is dead."""
    try:
        return reverse(place.url_name)
    except NoReverseMatch:
        return ""


def _mark(entries: list[Entry], path: str) -> list[Entry]:
    """Mark the entry whose address the path begins with, else the first in the same room; the inbox only on itself."""
    inside = [
        entry
        for entry in entries
        if path.startswith(entry.url) and (not entry.counts or path == entry.url)
    ]
    room = [entry for entry in entries if not entry.counts and _room(entry.url) == _room(path)]
    here = max(inside, key=lambda entry: len(entry.url), default=None) or (
        room[0] if room else None
    )
    return [
        Entry(entry.label, entry.url, entry.icon, entry.counts, current=entry is here)
        for entry in entries
    ]


def _room(path: str) -> str:
    """Name the room of an address: the part after `panel/`."""
    return path.partition("/panel/")[2].partition("/")[0] or path
