"""What new points on appeal change in a ranking: the place is computed again, what others were given stands.

Pure over plain values: a decision keeps the list it was decided on, and one changed on appeal the list after it, so
both compute again without Tandem's database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from .ranking import Candidate, Outcome, Row, Terms, rank
from .record import FORMAT, rank_again, read_terms

APPEAL_FORMAT = "appeal/2"  # the first one that holds the ranking and not only the outcome


@dataclass(frozen=True)
class Appealed:
    """One list before an appeal and after it; `key` is the application that appealed."""

    key: int
    terms: Terms
    before: list[Row]
    after: list[Row]

    @property
    def old(self) -> Row:
        """Its line before."""
        return _line(self.before, self.key)

    @property
    def new(self) -> Row:
        """Its line after, with the outcome that the arithmetic gives."""
        return _line(self.after, self.key)

    def awarded(self, outcome: Outcome, granted: Decimal) -> list[Row]:
        """The list after, as it holds: nobody loses what a decision gave them, and it gets what the chair granted."""
        given = {row.candidate.key: (row.outcome, row.granted) for row in self.before}
        given[self.key] = (outcome, granted)
        return [
            replace(row, outcome=given[row.candidate.key][0], granted=given[row.candidate.key][1])
            for row in self.after
        ]


def latest_part(records: Iterable[Mapping[str, Any]], key: int) -> Mapping[str, Any] | None:
    """The list in which application `key` stands in the last of `records` (the oldest first) that holds one."""
    found = None
    for record in records:
        if record.get("format") in {FORMAT, APPEAL_FORMAT}:
            parts = (one for one in record["lists"] if _stands_in(key, one))
            found = next(parts, found)
    return found


def appealed(part: Mapping[str, Any], key: int, criteria: Mapping[str, Decimal]) -> Appealed:
    """The list `part` of a record, and what it becomes once application `key` has the points of `criteria`.

    What the committee had put in place of its points or its place falls: the appeal is about them.
    """
    terms, before = read_terms(part), rank_again(part)
    candidates = (row.candidate for row in before)
    anew = [_with_points(one, criteria) if one.key == key else one for one in candidates]
    return Appealed(key, terms, before, rank(anew, terms))


def _with_points(one: Candidate, criteria: Mapping[str, Decimal]) -> Candidate:
    held = {**one.override.criteria, **criteria}
    return replace(one, override=replace(one.override, points=None, place=None, criteria=held))


def _line(rows: Iterable[Row], key: int) -> Row:
    return next(row for row in rows if row.candidate.key == key)


def _stands_in(key: int, part: Mapping[str, Any]) -> bool:
    return any(row["key"] == key for row in part["rows"])
