"""The ranking of a call as it stands: read from handed-in sheets, and from the record once it was decided."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from grants.models import Application, Assessment, Call, CommitteeChange, Criterion, Score, Track
from grants.rules.blind import take_names
from grants.rules.decision import not_fully_assessed, terms_of, with_progress
from grants.rules.ranking import Candidate, Outcome, Override, Row, Terms, granted, rank
from grants.rules.record import FORMAT, write_row, write_terms
from workflows.errors import SomeoneWasFaster
from workflows.models.history import canonical

# More keys than a database takes in one statement are not named: then all sheets of the call are read.
NAMED_AT_ONCE = 500


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

    def if_pool_were(self, pool: Decimal) -> RankedList:
        """The same list as it would be with another pool; nothing is kept."""
        terms = replace(self.terms, pool=pool)
        return RankedList(self.track, terms, rank([row.candidate for row in self.rows], terms))

    @property
    def left(self) -> Decimal:
        """What remains of its pool."""
        return self.terms.pool - self.granted


@dataclass(frozen=True)
class Standing:
    """The ranking of a call before its decision.

    `lists` hold the fully assessed applications in their order, `numbers` their numbers by key, `changes` what the
    committee put in place of the arithmetic. The ranking is made of plain values; what a page shows of its
    applications and sheets is read when it is asked for, so that ten thousand of them cost a page of a hundred
    nothing. `nameless`: whoever looks may not know who applies.
    """

    call: Call
    lists: list[RankedList]
    numbers: dict[int, str]
    changes: dict[int, list[CommitteeChange]]
    waiting_count: int = 0
    nameless: bool = False

    @cached_property
    def applications(self) -> dict[int, Application]:
        """The applications of all rows, by key."""
        return self._loaded(self.call.applications.in_state("admitted"))

    def applications_of(self, rows: Iterable[Row]) -> dict[int, Application]:
        """Those of some `rows` only, by key."""
        return self._loaded(self.call.applications.filter(pk__in=_keys(rows)))

    def _loaded(self, applications: Any) -> dict[int, Application]:
        found = list(applications.select_related("organisation", "author"))
        if self.nameless:
            take_names(found)
        return {one.pk: one for one in found}

    @cached_property
    def waiting(self) -> list[Application]:
        """The applications that are not fully assessed, by number; their points are not shown to anyone yet."""
        return self.first_waiting(None)

    def first_waiting(self, number: int | None) -> list[Application]:
        """The first so many of them; all for None."""
        if not self.waiting_count:
            return []
        rows = not_fully_assessed(self.call).select_related("organisation", "author")
        found = list(rows[:number])
        if self.nameless:
            take_names(found)
        return found

    def sheets_of(self, rows: Iterable[Row]) -> dict[int, list[Assessment]]:
        """The handed-in assessments of some `rows`, by the application's key."""
        return _sheets(self.call, _keys(rows))

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


def standing_of(call: Call) -> Standing:
    """Rank the admitted applications of `call`, in a number of queries that does not grow with them."""
    admitted = with_progress(call).values_list(
        "pk", "ordinal", "number", "requested_amount", "submitted_at", "track_id",
        "handed_in", "at_work", "needed", named=True,
    )  # fmt: skip
    progress = list(admitted)
    ready = [one for one in progress if _is_ready(one)]
    points, changes = _points(call), _changes(call)
    by_track: dict[int | None, list[Candidate]] = defaultdict(list)
    for one in ready:
        candidate = Candidate(
            key=one.pk,
            number=one.ordinal or 0,
            requested=one.requested_amount or Decimal(0),
            submitted_at=one.submitted_at,
            sheets=points[one.pk],
            override=_override(changes.get(one.pk, ())),
        )
        by_track[one.track_id].append(candidate)
    return Standing(
        call=call,
        lists=[_ranked(call, track, by_track) for track in _tracks(call)],
        numbers={one.pk: one.number for one in ready},
        changes=changes,
        waiting_count=len(progress) - len(ready),
    )


def refuse_if_reranked(standing: Standing, seen: str) -> None:
    """Raise SomeoneWasFaster where `standing` is not the ranking with the digest that somebody saw."""
    if standing.digest() != seen:
        raise SomeoneWasFaster(
            [_("The ranking has changed since you opened it. Look at it again, then decide.")]
        )


def _is_ready(application: Any) -> bool:
    """Whether every sheet it needs is handed in; of a row `with_progress`."""
    return not application.at_work and application.handed_in >= application.needed


def _keys(rows: Iterable[Row]) -> list[int]:
    return [row.candidate.key for row in rows]


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


def _sheets(call: Call, keys: Collection[int]) -> dict[int, list[Assessment]]:
    found: dict[int, list[Assessment]] = defaultdict(list)
    standing = Score.objects.standing().select_related("criterion")
    handed_in = Assessment.objects.in_call(call).in_state("submitted")
    if len(keys) <= NAMED_AT_ONCE:
        handed_in = handed_in.filter(application__in=keys)
    rows = handed_in.prefetch_related(Prefetch("scores", standing))
    for sheet in rows.order_by(Coalesce("in_place_of", "pk"), "pk"):
        found[sheet.application_id].append(sheet)
    return found


def _points(call: Call) -> dict[int, tuple[dict[str, Decimal], ...]]:
    """What the handed-in sheets say, by the application's key, as plain values: one query.

    A sheet in place of another one takes its turn: of three, the one that was asked for last counts as the third.
    """
    rows = Score.objects.standing().filter(
        assessment__application__call=call, assessment__state="submitted"
    )
    found: dict[int, dict[tuple[int, int], dict[str, Decimal]]] = defaultdict(dict)
    for application, sheet, first, key, points in rows.order_by().values_list(
        "assessment__application_id",
        "assessment_id",
        "assessment__in_place_of_id",
        "criterion__key",
        "points",
    ):
        found[application].setdefault((first or sheet, sheet), {})[key] = points
    return defaultdict(
        tuple,
        {key: tuple(sheets[turn] for turn in sorted(sheets)) for key, sheets in found.items()},
    )


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
                    write_row(row, number=standing.numbers[row.candidate.key]) for row in one.rows
                ],
            }
            for one in standing.lists
        ],
    }
