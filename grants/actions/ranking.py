"""The ranking of a call as it stands: read from handed-in sheets, and from the record once it was decided."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from grants.models import Application, Assessment, Call, Criterion
from grants.rules.decision import terms_of, with_progress
from grants.rules.merit import rounded
from grants.rules.ranking import Candidate, Outcome, Row, granted, rank
from grants.rules.record import write_row, write_terms
from workflows.models.history import canonical


@dataclass(frozen=True)
class Standing:
    """The ranking of a call before its decision.

    `rows` are the fully assessed applications in their order, `waiting` the others by number (their points are
    not shown to anyone yet). `sheets` holds, by application's key, the handed-in assessments.
    """

    call: Call
    rows: list[Row]
    applications: dict[int, Application]
    waiting: list[Application]
    sheets: dict[int, list[Assessment]]

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
    admitted = list(with_progress(call).select_related("organisation", "author"))
    ready = [one for one in admitted if not one.at_work and one.handed_in >= one.needed]
    sheets = _sheets(ready)
    candidates = [
        Candidate(
            key=one.pk,
            number=one.ordinal or 0,
            requested=one.requested_amount or Decimal(0),
            submitted_at=one.submitted_at,
            sheets=tuple(_points(sheet) for sheet in sheets[one.pk]),
        )
        for one in ready
    ]
    return Standing(
        call=call,
        rows=rank(candidates, terms_of(call)),
        applications={one.pk: one for one in admitted},
        waiting=[one for one in admitted if one not in ready],
        sheets=sheets,
    )


def _sheets(applications: Iterable[Application]) -> dict[int, list[Assessment]]:
    found: dict[int, list[Assessment]] = defaultdict(list)
    handed_in = Assessment.objects.in_state("submitted").filter(application__in=list(applications))
    for sheet in handed_in.prefetch_related("scores__criterion").order_by("submitted_at", "pk"):
        found[sheet.application_id].append(sheet)
    return found


def _points(sheet: Assessment) -> dict[str, Decimal]:
    return {score.criterion.key: score.points for score in sheet.scores.all()}


def details_of(
    row: Row, sheets: Iterable[Assessment], criteria: Iterable[Criterion]
) -> list[dict[str, Any]]:
    """Per criterion: the mean, the most there was, and what the assessors wrote, unsigned."""
    sheets = list(sheets)
    return [
        {
            "key": criterion.key,
            "mean": str(rounded(row.means[criterion.key])),
            "most": str(criterion.maximum),
            "comments": [
                score.comment
                for sheet in sheets
                for score in sheet.scores.all()
                if score.criterion_id == criterion.pk and score.comment
            ],
        }
        for criterion in criteria
    ]


def record_of(standing: Standing) -> dict[str, Any]:
    """The ranking with everything that made it, as plain data: enough to compute it again by hand."""
    return {
        "call": standing.call.code,
        **write_terms(terms_of(standing.call)),
        "rows": [
            write_row(row, number=standing.applications[row.candidate.key].number)
            for row in standing.rows
        ],
    }
