"""A ranking on the screen: a page of its lines, the way to where the pool ends, what another pool would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.core.paginator import Page, Paginator

from grants.actions.ranking import RankedList, Standing
from grants.forms.committee import ScenarioForm, name_of
from grants.models import Application, Track
from grants.rules.blind import hides_names_from
from grants.rules.merit import rounded, total_of_sheet
from grants.rules.ranking import Outcome, Row

AT_ONCE = 100  # lines on a page


@dataclass(frozen=True)
class PoolEnd:
    """Where the pool of a list ends: after its place `after` (0: it reaches nobody), on the page `page`."""

    track: Track | None
    after: int
    page: int

    @property
    def anchor(self) -> str:
        """The name of the line on the page."""
        return f"pool-ends-{self.track.key}" if self.track else "pool-ends"


def seen_by(user: Any, standing: Standing) -> Standing:
    """The standing as `user` may see it: nameless for the chair of a blind call."""
    return replace(standing, nameless=hides_names_from(user, standing.call))


def page_of(standing: Standing, number: str | None) -> dict[str, Any]:
    """One page of the lines of all lists, one list after another.

    `page_obj` is the page (the last one beyond the end, the first for what is no number), `lists` what of each list
    stands on it, `ends` where each pool ends when that may be on another page.
    """
    pages = Paginator(standing.rows, AT_ONCE)
    page = pages.get_page(number)
    firsts = [0, *accumulate(len(one.rows) for one in standing.lists)]
    ends = [_end_of(one, first) for one, first in zip(standing.lists, firsts, strict=False)]
    return {
        "page_obj": page,
        "lists": list(_shown(standing, page, firsts, ends)),
        "ends": [one for one in ends if one] if pages.num_pages > 1 else [],
    }


def _end_of(one: RankedList, first: int) -> PoolEnd | None:
    """Where the pool of a list whose rows begin at `first` (from 0) ends; None where it reaches everybody or nobody."""
    funded = sum(row.outcome is Outcome.FUNDED for row in one.rows)
    if not 0 < funded < len(one.rows):
        return None
    return PoolEnd(one.track, funded, (first + funded) // AT_ONCE + 1)


def _shown(
    standing: Standing, page: Page[Row], firsts: Iterable[int], ends: Iterable[PoolEnd | None]
) -> Iterable[dict[str, Any]]:
    """What of each list stands on `page`; a list without rows stands where its rows would."""
    begin = (page.number - 1) * AT_ONCE
    stop = begin + len(page.object_list)
    applications = standing.applications_of(page.object_list)
    for one, first, end in zip(standing.lists, firsts, ends, strict=False):
        rows = one.rows[max(begin - first, 0) : max(stop - first, 0)]
        here = begin <= first < stop or (first == stop and not page.has_next())
        if rows or (here and not one.rows):
            yield {
                "track": one.track,
                "pool": one.terms.pool,
                "granted": one.granted,
                "left": one.left,
                "end": end,
                "lines": lines_of(standing, one, rows, applications, end),
            }


def lines_of(
    standing: Standing,
    ranked: RankedList,
    rows: Iterable[Row],
    applications: Mapping[int, Application],
    end: PoolEnd | None,
) -> list[dict[str, Any]]:
    """`rows` of a list for the page: with the application, the points of each sheet, changes, and where the pool ends."""
    measures = ranked.terms.card.measures
    return [
        {
            "row": row,
            "application": applications[row.candidate.key],
            "totals": [rounded(total_of_sheet(sheet, measures)) for sheet in row.candidate.sheets],
            "changes": standing.changes.get(row.candidate.key, []),
            "pool_ends_above": end is not None and row.place == end.after + 1,
        }
        for row in rows
    ]


def first_of(standing: Standing, rows: Sequence[Row]) -> list[Application]:
    """The applications of as many of `rows` as stand on a page, in their order."""
    found = standing.applications_of(rows[:AT_ONCE])
    return [found[row.candidate.key] for row in rows[:AT_ONCE]]


def supposed(standing: Standing, form: ScenarioForm) -> list[dict[str, Any]]:
    """What another pool would change, list by list: the pool, how many get a grant, and whose outcome differs."""
    if not form.is_bound or not form.is_valid():
        return []
    pools = form.pools()
    return [
        _supposed(standing, one, pools[name_of(one.track)])
        for one in standing.lists
        if name_of(one.track) in pools
    ]


def _supposed(standing: Standing, ranked: RankedList, pool: Decimal) -> dict[str, Any]:
    other, now = ranked.if_pool_were(pool), {row.candidate.key: row for row in ranked.rows}
    differing = [row for row in other.rows if row.granted != now[row.candidate.key].granted]
    return {
        "track": ranked.track,
        "pool": pool,
        "left": other.left,
        "funded": sum(row.outcome is Outcome.FUNDED for row in other.rows),
        "differing": [
            {"application": application, "row": row}
            for application, row in zip(first_of(standing, differing), differing, strict=False)
        ],
        "more": max(len(differing) - AT_ONCE, 0),
    }
