"""The places of the workspace: two to five by role, the inbox always first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflows.roles import roles_of

OFFICE = frozenset({"staff", "coordinator", "finance"})
EVERYBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """One entry of the top bar. `roles`: who sees it; empty: everybody who is logged in."""

    label: Any
    url_name: str
    icon: str
    roles: frozenset[str] = EVERYBODY
    counts: bool = False
    not_for: frozenset[str] = EVERYBODY

    def is_for(self, held: frozenset[str], *, admin: bool) -> bool:
        """Tell whether somebody who holds the roles `held` sees this place."""
        if admin:
            return True
        if self.not_for and held and held <= self.not_for:
            return False
        return not self.roles or bool(self.roles & held)


@dataclass(frozen=True)
class Entry:
    """A place as drawn for one person on one page."""

    label: Any
    url: str
    icon: str
    counts: bool
    current: bool


PLACES = (
    Place(_("Waiting for me"), "workflows:inbox", "inbox", counts=True),
    Place(_("Programmes"), "programmes:list", "programme", OFFICE | {"funder", "editor"}),
    Place(pgettext_lazy("place", "Grants"), "grants:home", "grant", not_for=frozenset({"funder", "editor"})),
    Place(_("Mentoring"), "mentoring:home", "mentoring", not_for=frozenset({"funder", "editor", "assessor", "chair"})),
    Place(pgettext_lazy("place", "Meetings"), "activities:home", "activity", not_for=frozenset({"funder", "editor", "assessor", "chair"})),
    Place(_("People"), "people:list", "people", OFFICE),
)


def places_of(request: HttpRequest) -> Iterator[Entry]:
    """Yield the places of the person who asks; a room that serves no page yet is left out.

    Costs one query for the roles, which the engine keeps for the length of the request.
    """
    user = request.user
    if not user.is_authenticated:
        return
    held, admin = roles_of(user).names, user.is_superuser
    for place in PLACES:
        if not place.is_for(held, admin=admin):
            continue
        try:
            url = reverse(place.url_name)
        except NoReverseMatch:
            continue
        exact = place.url_name == "workflows:inbox"
        current = request.path == url if exact else request.path.startswith(url)
        yield Entry(place.label, url, place.icon, place.counts, current)
