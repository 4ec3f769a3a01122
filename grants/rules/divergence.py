"""When two assessments differ so much that a third is asked for, and which of them count then.

Pure arithmetic. Operators write these rules into their regulations in several ways (a gap in percent of the
maximum, a gap in points, one passes and one fails; the mean of all three, or of the third and the nearer of the
two), so all of them are data of the call.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from .merit import Card, Sheet, total_of_sheet


class Counting(Enum):
    """Which sheets count once there is a third one."""

    ALL = "all"
    NEARER_OR_HIGHER = "nearer_or_higher"
    NEARER_OR_LOWER = "nearer_or_lower"


class Reason(Enum):
    """What opened a third assessment."""

    GAP_PERCENT = "gap_percent"
    GAP_POINTS = "gap_points"
    VERDICT = "verdict"


@dataclass(frozen=True)
class Divergence:
    """The call's rule. `gap_percent` is of the most points a sheet can have; None switches a reason off."""

    gap_percent: Decimal | None = None
    gap_points: Decimal | None = None
    when_one_passes: bool = False
    counting: Counting = Counting.ALL

    @property
    def is_on(self) -> bool:
        """Whether anything can open a third assessment."""
        return self.gap_percent is not None or self.gap_points is not None or self.when_one_passes

    def reasons(self, first: Sheet, second: Sheet, card: Card) -> tuple[Reason, ...]:
        """What calls for a third assessment of these two; a gap exactly at the limit does."""
        gap = abs(total_of_sheet(first, card.measures) - total_of_sheet(second, card.measures))
        found = []
        if self.gap_percent is not None and gap * 100 >= Fraction(self.gap_percent) * card.maximum:
            found.append(Reason.GAP_PERCENT)
        if self.gap_points is not None and gap >= self.gap_points:
            found.append(Reason.GAP_POINTS)
        if self.when_one_passes and passes(first, card) != passes(second, card):
            found.append(Reason.VERDICT)
        # Two equal totals never diverge by a gap of nothing: a limit of 0 would open one for everybody.
        return tuple(one for one in found if gap or one is Reason.VERDICT)

    def counted(self, sheets: Sequence[Sheet], card: Card) -> tuple[Sheet, ...]:
        """The sheets whose mean is the result: all, or the last one and the nearer of the two before it.

        The third sheet stands last. Of two that are equally near, the call says whether the higher or the lower
        counts.
        """
        if self.counting is Counting.ALL or len(sheets) != 3:
            return tuple(sheets)
        *pair, third = sheets
        middle = total_of_sheet(third, card.measures)
        sign = -1 if self.counting is Counting.NEARER_OR_HIGHER else 1

        def distance(sheet: Sheet) -> tuple[Fraction, Fraction]:
            points = total_of_sheet(sheet, card.measures)
            return abs(points - middle), sign * points

        return min(pair, key=distance), third


def passes(sheet: Sheet, card: Card) -> bool:
    """Whether one sheet alone clears every bar."""
    return not card.missed({key: Fraction(points) for key, points in sheet.items()})
