"""The ranking of a call as it stands: read from handed-in sheets, and from the record once it was decided."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.db.models.functions import Coalesce

from grants.models import Application, Assessment, Call, CommitteeChange, Criterion, Score, Track
from grants.rules.decision import terms_of, with_progress
from grants.rules.ranking import Candidate, Outcome, Override, Row, Terms, granted, rank
from grants.rules.record import FORMAT, write_row, write_terms
from workflows.models.history import canonical


@dataclass(frozen=True)
class RankedList:
    """One list with a cut-off of its own: of a track, or of a call without tracks (`track` is None)."""

    track: Track | None
    terms: Terms
    rows: list[Row]

    @property
    def granted(self) -> Decimal:
        """What the funded applications of this list get together."""
        return granted(self.rows)

    @property
    def left(self) -> Decimal:
        """What remains of its pool."""
        return self.terms.pool - self.granted


@dataclass(frozen=True)
class Standing:
    """The ranking of a call before its decision.

    `lists` hold the fully assessed applications in their order, `waiting` are the others by number (their points are
    not shown to anyone yet). `sheets` holds, by application's key, the handed-in assessments, `changes` what the
    committee put in place of the arithmetic.
    """

    call: Call
    lists: list[RankedList]
    applications: dict[int, Application]
    waiting: list[Application]
    sheets: dict[int, list[Assessment]]
    changes: dict[int, list[CommitteeChange]]

    @property
    def rows(self) -> list[Row]:
        """The rows of all lists, list after list."""
        return [row for one in self.lists for row in one.rows]

    @property
    def granted(self) -> Decimal:
        """What the funded applications get together."""
        return granted(self.rows)

    @property
    def left(self) -> Decimal:
        """What remains of the pool."""
        return self.call.pool - self.granted

    def of(self, outcome: Outcome) -> list[Row]:
        """The rows with one outcome, in their order."""
        return [row for row in self.rows if row.outcome is outcome]

    def digest(self) -> str:
        """SHA-256, in hex, of what the chair has before their eyes; a decision about another ranking is refused."""
        return hashlib.sha256(canonical(record_of(self)).encode()).hexdigest()

    def if_pool_were(self, pool: Decimal) -> RankedList:
        """The ranking of a call without tracks as it would be with another pool; nothing is kept."""
        (only,) = self.lists
        terms = replace(only.terms, pool=pool)
        return RankedList(None, terms, rank([row.candidate for row in only.rows], terms))


def standing_of(call: Call) -> Standing:
    """Rank the admitted applications of `call`, in a number of queries that does not grow with them."""
    admitted = list(with_progress(call).select_related("organisation", "author"))
    ready = [one for one in admitted if _is_ready(one)]
    sheets, changes = _sheets(ready), _changes(call)
    by_track: dict[int | None, list[Candidate]] = defaultdict(list)
    for one in ready:
        candidate = Candidate(
            key=one.pk,
            number=one.ordinal or 0,
            requested=one.requested_amount or Decimal(0),
            submitted_at=one.submitted_at,
            sheets=tuple(_points(sheet) for sheet in sheets[one.pk]),
            override=_override(changes[one.pk]),
        )
        by_track[one.track_id].append(candidate)
    return Standing(
        call=call,
        lists=[_ranked(call, track, by_track) for track in _tracks(call)],
        applications={one.pk: one for one in admitted},
        waiting=[one for one in admitted if not _is_ready(one)],
        sheets=sheets,
        changes=changes,
    )


def _is_ready(application: Any) -> bool:
    """Whether every sheet it needs is handed in; of a row `with_progress`."""
    return not application.at_work and application.handed_in >= application.needed


def _tracks(call: Call) -> list[Track | None]:
    return list(call.tracks.all()) or [None]


def _ranked(
    call: Call, track: Track | None, by_track: Mapping[int | None, list[Candidate]]
) -> RankedList:
    terms = terms_of(call, track)
    if track is None:
        everybody = [candidate for several in by_track.values() for candidate in several]
        return RankedList(None, terms, rank(everybody, terms))
    return RankedList(track, terms, rank(by_track[track.pk], terms))


def _changes(call: Call) -> dict[int, list[CommitteeChange]]:
    """The changes that hold, by application's key: the newest of each kind that was not taken back."""
    newest: dict[tuple[int, str], CommitteeChange] = {}
    for change in CommitteeChange.objects.filter(application__call=call).order_by("made_at", "pk"):
        newest[change.application_id, change.kind] = change
    found: dict[int, list[CommitteeChange]] = defaultdict(list)
    for (application, _kind), change in newest.items():
        if change.value is not None:
            found[application].append(change)
    return found


def _override(changes: Iterable[CommitteeChange]) -> Override:
    values = {change.kind: change.value for change in changes}
    place = values.get("place")
    return Override(
        points=values.get("points"),
        place=None if place is None else int(place),
        amount=values.get("amount"),
    )


def _sheets(applications: Iterable[Application]) -> dict[int, list[Assessment]]:
    found: dict[int, list[Assessment]] = defaultdict(list)
    handed_in = Assessment.objects.in_state("submitted").filter(application__in=list(applications))
    standing = Score.objects.standing().select_related("criterion")
    rows = handed_in.prefetch_related(Prefetch("scores", standing))
    for sheet in rows.order_by(Coalesce("in_place_of", "pk"), "pk"):
        found[sheet.application_id].append(sheet)
    return found


def _points(sheet: Assessment) -> dict[str, Decimal]:
    return {score.criterion.key: score.points for score in sheet.scores.all()}


def comments_on(criterion: Criterion, sheets: Iterable[Assessment]) -> list[str]:
    """What the assessors wrote on one criterion, unsigned."""
    return [
        score.comment
        for sheet in sheets
        for score in sheet.scores.all()
        if score.criterion_id == criterion.pk and score.comment
    ]


def record_of(standing: Standing) -> dict[str, Any]:
    """The ranking with everything that made it, as plain data: enough to compute it again by hand."""
    return {
        "format": FORMAT,
        "call": standing.call.code,
        "lists": [
            {
                "track": one.track.key if one.track else "",
                **write_terms(one.terms),
                "rows": [
                    write_row(row, number=standing.applications[row.candidate.key].number)
                    for row in one.rows
                ],
            }
            for one in standing.lists
        ],
    }
