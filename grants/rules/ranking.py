"""The ranking of a call: who stands where, and how far the pool reaches.

Pure arithmetic over plain values: no database, no clock, no user. The same input gives the same ranking
in any order of reading, so a decision can be recomputed years later from its frozen record.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from enum import Enum
from fractions import Fraction
from itertools import takewhile
from math import lcm

from .divergence import Divergence
from .merit import Card, Sheet, means_of, rounded, total

GROSZ = Decimal("0.01")


class Outcome(Enum):
    """What the ranking says about one application."""

    FUNDED = "funded"
    RESERVE = "reserve"
    NO_FUNDS = "no_funds"
    BELOW_THRESHOLD = "below_threshold"


class TieBreak(Enum):
    """What a call declares to decide between equal points; the number decides what is still equal."""

    CRITERIA = "criteria"
    SMALLER_AMOUNT = "smaller_amount"
    EARLIER = "earlier"
    LOT = "lot"


@dataclass(frozen=True)
class Terms:
    """What the call fixed before anyone was scored.

    `pool` and every amount share one currency. `tie_breaks` are asked in this order; `seed` is the published text
    from which a lot is drawn. `partial_share` is the least part of a request (0–1) that may be granted when the pool
    ends within it, None when there are no partial awards; no partial award is below `least_grant`.
    """

    pool: Decimal
    card: Card
    divergence: Divergence = field(default_factory=Divergence)
    tie_breaks: tuple[TieBreak, ...] = (
        TieBreak.CRITERIA,
        TieBreak.SMALLER_AMOUNT,
        TieBreak.EARLIER,
    )
    seed: str = ""
    partial_share: Decimal | None = None
    least_grant: Decimal = Decimal(0)
    keeps_reserve: bool = True


@dataclass(frozen=True)
class Override:
    """What the committee put in place of the arithmetic; None leaves a thing as it is.

    `points` is a total, `place` one among those that passed (from 1), `amount` what is proposed instead of the
    request; `criteria` are points on single criteria, given on appeal in place of the mean.
    """

    points: Decimal | None = None
    place: int | None = None
    amount: Decimal | None = None
    criteria: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """One scored application; `sheets` holds one per assessment handed in, the third one last."""

    key: int
    number: int
    requested: Decimal
    submitted_at: datetime
    sheets: tuple[Sheet, ...]
    override: Override = field(default_factory=Override)

    @property
    def proposed(self) -> Decimal:
        """What it gets when the pool reaches."""
        return self.requested if self.override.amount is None else self.override.amount


@dataclass(frozen=True)
class Row:
    """One line of the ranking.

    `mean` is exact; `points` is the same rounded half up to hundredths, for reading. `cumulated` is the sum of what
    is proposed down to this line, over the lines that passed (0 for a line that did not). `granted` is what the pool
    gives to it.
    """

    place: int
    candidate: Candidate
    mean: Fraction
    means: Mapping[str, Fraction]
    outcome: Outcome
    cumulated: Decimal
    granted: Decimal = Decimal(0)
    failed: tuple[str, ...] = field(default=())
    tied: bool = False

    @property
    def points(self) -> Decimal:
        """The mean as people read it, in hundredths."""
        return rounded(self.mean)

    @property
    def is_partial(self) -> bool:
        """Whether the pool ended within what was proposed."""
        return self.outcome is Outcome.FUNDED and self.granted < self.candidate.proposed


@dataclass(frozen=True)
class Scored:
    """A candidate with its means, their total, and the bars it missed."""

    candidate: Candidate
    means: Mapping[str, Fraction]
    total: Fraction
    missed: tuple[str, ...]


def score(candidate: Candidate, terms: Terms) -> Scored:
    """What the sheets that count come to; ValueError for an application without a submitted assessment."""
    card = terms.card
    means = means_of(terms.divergence.counted(candidate.sheets, card), card.measures)
    means |= {key: Fraction(points) for key, points in candidate.override.criteria.items()}
    given = candidate.override.points
    own = total(card.measures, means) if given is None else Fraction(given)
    return Scored(candidate, means, own, card.missed(means, set_total=own))


def lot(seed: str, number: int) -> str:
    """The lot of one application: smaller stands higher. Anybody can draw it again from the published seed."""
    return hashlib.sha256(f"{seed}|{number}".encode()).hexdigest()


def tie_values(one: Scored | Row, terms: Terms) -> tuple[object, ...]:
    """What decides between equal points, in the call's order, smaller first; last the number."""
    return (*(value for _rule, value in _tie_values(one, terms)), one.candidate.number)


def _tie_values(one: Scored | Row, terms: Terms) -> list[tuple[TieBreak, object]]:
    values: dict[TieBreak, object] = {
        TieBreak.CRITERIA: tuple(-one.means[each.key] for each in terms.card.measures),
        TieBreak.SMALLER_AMOUNT: one.candidate.requested,
        TieBreak.EARLIER: one.candidate.submitted_at,
        TieBreak.LOT: lot(terms.seed, one.candidate.number),
    }
    return [(rule, values[rule]) for rule in terms.tie_breaks]


def drawn(rows: Iterable[Row], terms: Terms) -> list[list[Row]]:
    """The groups of rows whose order the lot alone decided, in their order; a place set by hand was not drawn."""
    if TieBreak.LOT not in terms.tie_breaks:
        return []
    alike: dict[object, list[Row]] = {}
    for row in rows:
        if not row.failed and not row.candidate.override.place:
            before = takewhile(lambda one: one[0] is not TieBreak.LOT, _tie_values(row, terms))
            alike.setdefault((row.mean, *(value for _rule, value in before)), []).append(row)
    return [several for several in alike.values() if len(several) > 1]


def ordered(candidates: Iterable[Candidate], terms: Terms) -> list[Scored]:
    """The candidates best first: those who cleared every bar, then those who did not; places set by hand last."""
    scored = [score(candidate, terms) for candidate in candidates]
    # whole numbers in one measure: they stand in the order of the fractions and are compared in a tenth of the time
    common = lcm(*(one.total.denominator for one in scored))
    scored.sort(
        key=lambda one: (bool(one.missed), -int(one.total * common), tie_values(one, terms))
    )
    moved = [one for one in scored if one.candidate.override.place and not one.missed]
    if not moved:
        return scored
    rest = [one for one in scored if one not in moved]
    passed = sum(not one.missed for one in scored)
    for one in sorted(moved, key=lambda each: (each.candidate.override.place, scored.index(each))):
        rest.insert(min(one.candidate.override.place or 1, passed) - 1, one)
    return rest


def rank(candidates: Iterable[Candidate], terms: Terms) -> list[Row]:
    """The ranking of a call, best first.

    The pool is spent strictly from the top: the first application that no longer fits, and all after it, make
    the reserve in this order, so nobody is passed over by a smaller request. Where partial awards are allowed,
    that first one gets what is left, if this is enough of what it asked for. Never spends more than the pool.
    """
    lines = ordered(candidates, terms)
    alike = Counter(line.total for line in lines if not line.missed)
    purse = Purse(terms)
    rows = []
    for place, line in enumerate(lines, start=1):
        if line.missed:
            outcome, given, cumulated = Outcome.BELOW_THRESHOLD, Decimal(0), Decimal(0)
        else:
            outcome, given = purse.give(line.candidate.proposed)
            cumulated = purse.asked
        rows.append(
            Row(
                place=place,
                candidate=line.candidate,
                mean=line.total,
                means=line.means,
                outcome=outcome,
                cumulated=cumulated,
                granted=given,
                failed=line.missed,
                tied=not line.missed and alike[line.total] > 1,
            )
        )
    return rows


class Purse:
    """The pool while it is spent from the top."""

    def __init__(self, terms: Terms) -> None:
        """Start with the whole pool."""
        self.terms, self.left = terms, terms.pool
        self.asked, self.is_closed = Decimal(0), False

    def give(self, proposed: Decimal) -> tuple[Outcome, Decimal]:
        """What the next application gets. Once one did not get all, nobody after it gets anything."""
        self.asked += proposed
        if not self.is_closed and proposed <= self.left:
            self.left -= proposed
            return Outcome.FUNDED, proposed
        part = Decimal(0) if self.is_closed else self.part_of(proposed)
        self.is_closed = True
        if part:
            self.left -= part
            return Outcome.FUNDED, part
        return (Outcome.RESERVE if self.terms.keeps_reserve else Outcome.NO_FUNDS), Decimal(0)

    def part_of(self, proposed: Decimal) -> Decimal:
        """What is left, if the call allows to grant so little of `proposed`; else 0."""
        share, rest = self.terms.partial_share, self.left.quantize(GROSZ, rounding=ROUND_DOWN)
        enough = share is not None and rest >= max(share * proposed, self.terms.least_grant)
        return rest if enough and rest > 0 else Decimal(0)


def granted(rows: Iterable[Row]) -> Decimal:
    """The sum of what the rows get."""
    return sum((row.granted for row in rows), Decimal(0))
