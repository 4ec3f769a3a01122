"""What a call shows of its outcome to everybody: the lists that it chose, track by track, once its results are published."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.roles import holders

if TYPE_CHECKING:
    from grants.models import Call, Track


@dataclass(frozen=True)
class ResultList:
    """One public list: its heading and its applications. A list `judged` has places and points."""

    key: str
    title: str | Promise
    rows: list[Any] = field(default_factory=list)

    @property
    def judged(self) -> bool:
        """Whether the committee ranked them; those rejected for the form were never judged."""
        return self.key != "formally_rejected"

    @property
    def granted(self) -> Decimal:
        """What the grants on this list come to."""
        return sum((row.granted_amount or Decimal(0) for row in self.rows), Decimal(0))


@dataclass(frozen=True)
class TrackResults:
    """The lists of one track, which is cut off on its own; `track` is None where a call has none."""

    track: Track | None
    lists: list[ResultList]


TITLES = {
    "funded": _("Who gets a grant"),
    "reserve": _("The reserve list"),
    "not_funded": _("Who gets none"),
    "formally_rejected": _("Rejected for formal reasons"),
}


def results_of(call: Call) -> list[TrackResults]:
    """The lists of `call` that are open to everybody, in one query besides its tracks; none before they are published.

    Whoever chose no readable track and was rejected for it stands after the tracks, under none.
    """
    if call.results_published_at is None:
        return []
    keys = [key for key in TITLES if key in call.public_lists]
    found: dict[Any, list[ResultList]] = {
        track: [ResultList(key, TITLES[key]) for key in keys]
        for track in [*call.tracks.all(), None]
    }
    for application in call.applications.in_state(*keys).with_place().select_related("track"):
        found[application.track][keys.index(str(application.state))].rows.append(application)
    return [
        TrackResults(track, lists)
        for track, lists in found.items()
        if track or len(found) == 1 or any(one.rows for one in lists)
    ]


def committee_of(call: Call) -> list[str]:
    """The names of the committee, the chair first, where `call` publishes them with its results; else none."""
    if call.results_published_at is None or not call.assessors_named:
        return []
    members = [*holders("chair", call), *holders("assessor", call)]
    return list(dict.fromkeys(member.display_name for member in members if member.display_name))
