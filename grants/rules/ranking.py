"""The ranking of a call: who stands where, and how far the pool reaches.

Pure arithmetic over plain values: no database, no clock, no user. The same input gives the same ranking
in any order of reading, so a decision can be recomputed years later from its frozen record.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from fractions import Fraction

HUNDREDTH = Decimal("0.01")


class Outcome(Enum):
    """What the ranking says about one application."""

    FUNDED = "funded"
    RESERVE = "reserve"
    BELOW_THRESHOLD = "below_threshold"


class TieBreak(Enum):
    """What a call declares to decide between equal means; the number decides what is still equal."""

    CRITERIA = "criteria"
    SMALLER_AMOUNT = "smaller_amount"
    EARLIER = "earlier"


@dataclass(frozen=True)
class Measure:
    """One criterion as the ranking sees it: its greatest points, and the mean it asks for (None: no bar)."""

    key: str
    maximum: Decimal
    threshold: Decimal | None = None


@dataclass(frozen=True)
class Terms:
    """What the call fixed before anyone was scored.

    `pool` and every amount share one currency. `threshold` is the total mean asked for (None: no bar).
    `tie_breaks` are asked in this order.
    """

    pool: Decimal
    measures: tuple[Measure, ...]
    threshold: Decimal | None = None
    tie_breaks: tuple[TieBreak, ...] = (
        TieBreak.CRITERIA,
        TieBreak.SMALLER_AMOUNT,
        TieBreak.EARLIER,
    )


@dataclass(frozen=True)
class Candidate:
    """One scored application; `sheets` holds one mapping (criterion's key → points) per submitted assessment."""

    key: int
    number: int
    requested: Decimal
    submitted_at: datetime
    sheets: tuple[Mapping[str, Decimal], ...]


@dataclass(frozen=True)
class Row:
    """One line of the ranking.

    `mean` is exact; `points` is the same rounded half up to hundredths, for reading. `cumulated` is the sum
    of requested amounts down to this line, over the lines that passed (0 for a line that did not).
    """

    place: int
    candidate: Candidate
    mean: Fraction
    means: Mapping[str, Fraction]
    outcome: Outcome
    cumulated: Decimal
    failed: tuple[str, ...] = field(default=())
    tied: bool = False

    @property
    def points(self) -> Decimal:
        """The mean as people read it, in hundredths."""
        return rounded(self.mean)


def rounded(value: Fraction) -> Decimal:
    """Return an exact mean as a decimal with two places, halves up."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def mean_of(values: Sequence[Decimal]) -> Fraction:
    """Return the exact arithmetic mean; raises ValueError when there is nothing to take it of."""
    if not values:
        raise ValueError("A mean needs at least one value.")
    return sum((Fraction(value) for value in values), Fraction(0)) / len(values)


def means_by_measure(candidate: Candidate, measures: Iterable[Measure]) -> dict[str, Fraction]:
    """Return the exact mean on each criterion; KeyError when a sheet left one out."""
    return {
        measure.key: mean_of([sheet[measure.key] for sheet in candidate.sheets])
        for measure in measures
    }


def missed_bars(means: Mapping[str, Fraction], terms: Terms) -> tuple[str, ...]:
    """Return the keys of the criteria whose bar was missed, and "" when the total's was."""
    missed = [
        measure.key
        for measure in terms.measures
        if measure.threshold is not None and means[measure.key] < Fraction(measure.threshold)
    ]
    if terms.threshold is not None and sum(means.values(), Fraction(0)) < Fraction(terms.threshold):
        missed.append("")
    return tuple(missed)


def tie_values(
    candidate: Candidate, means: Mapping[str, Fraction], terms: Terms
) -> tuple[object, ...]:
    """Return what decides between equal totals, best first when sorted upwards."""
    values: list[object] = []
    for rule in terms.tie_breaks:
        if rule is TieBreak.CRITERIA:
            values.extend(-means[measure.key] for measure in terms.measures)
        elif rule is TieBreak.SMALLER_AMOUNT:
            values.append(candidate.requested)
        else:
            values.append(candidate.submitted_at)
    return (*values, candidate.number, candidate.key)


@dataclass(frozen=True)
class Scored:
    """A candidate with everything the order asks of it."""

    candidate: Candidate
    means: Mapping[str, Fraction]
    total: Fraction
    missed: tuple[str, ...]


def score(candidate: Candidate, terms: Terms) -> Scored:
    """Return the candidate with its means, their total, and the bars it missed."""
    means = means_by_measure(candidate, terms.measures)
    return Scored(candidate, means, sum(means.values(), Fraction(0)), missed_bars(means, terms))


def ordered(candidates: Iterable[Candidate], terms: Terms) -> list[Scored]:
    """Return the candidates best first: those who passed every bar, then those who did not."""
    return sorted(
        (score(candidate, terms) for candidate in candidates),
        key=lambda one: (bool(one.missed), -one.total, tie_values(one.candidate, one.means, terms)),
    )


def rank(candidates: Iterable[Candidate], terms: Terms) -> list[Row]:
    """Return the ranking of a call, best first.

    The pool is spent strictly from the top: the first application that no longer fits, and all after it, make
    the reserve in this order, so nobody is passed over by a smaller request. Never spends more than the pool.
    Raises ValueError for an application without a submitted assessment.
    """
    lines = ordered(candidates, terms)
    alike = Counter(line.total for line in lines if not line.missed)
    rows, spent = [], Decimal(0)
    for place, line in enumerate(lines, start=1):
        if line.missed:
            outcome, cumulated = Outcome.BELOW_THRESHOLD, Decimal(0)
        else:
            spent += line.candidate.requested
            # Requests are positive, so once the sum has passed the pool it stays past it: no line after can fit.
            outcome, cumulated = (Outcome.FUNDED if spent <= terms.pool else Outcome.RESERVE), spent
        tied = not line.missed and alike[line.total] > 1
        rows.append(
            Row(
                place, line.candidate, line.total, line.means, outcome, cumulated, line.missed, tied
            )
        )
    return rows


def granted(rows: Iterable[Row]) -> Decimal:
    """Return the sum of the amounts of the funded rows."""
    return sum(
        (row.candidate.requested for row in rows if row.outcome is Outcome.FUNDED), Decimal(0)
    )
