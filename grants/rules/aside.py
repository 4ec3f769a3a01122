"""What a sheet that is set aside changes: the ranking with it beside the ranking without it.

Pure arithmetic over plain values: no database, no clock, no user.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .merit import Sheet
from .ranking import Candidate, Row


@dataclass(frozen=True)
class Shift:
    """One application (key) in two rankings; None where it does not stand in one."""

    key: int
    before: Row | None
    after: Row | None

    @property
    def is_one(self) -> bool:
        """Whether anything that people read of it changed."""
        return _read(self.before) != _read(self.after)


def without_sheet(candidates: Iterable[Candidate], key: int, sheet: Sheet) -> list[Candidate]:
    """The candidates with one `sheet` of application `key` taken out; without sheets it is no candidate any more."""
    left = (_without(one, sheet) if one.key == key else one for one in candidates)
    return [one for one in left if one.sheets]


def _without(candidate: Candidate, sheet: Sheet) -> Candidate:
    if sheet not in candidate.sheets:
        return candidate
    place = candidate.sheets.index(sheet)
    return replace(candidate, sheets=candidate.sheets[:place] + candidate.sheets[place + 1 :])


def shifts(before: Iterable[Row], after: Iterable[Row]) -> list[Shift]:
    """Every application of either ranking once: by the new place, those that have none last by the old one."""
    old = {row.candidate.key: row for row in before}
    new = {row.candidate.key: row for row in after}
    gone = [key for key in old if key not in new]
    return [Shift(key, old.get(key), new.get(key)) for key in [*new, *gone]]


def _read(row: Row | None) -> object:
    return row and (row.place, row.points, row.outcome, row.granted)
