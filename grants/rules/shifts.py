"""Money moved between the positions of a grant's costs: how much, and whether somebody has to agree.

domain.md §2: consent above a percentage of the grant, counted singly and cumulatively; a new position always.
What was moved by notification alone adds up; a change that somebody agreed to does not count against the
grantee afterwards, because its whole had been looked at. A call that states no limit wants to be asked always.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from finance.money import CENT


@dataclass(frozen=True)
class Limits:
    """What may be moved without consent, as percentages of the grant; None where the call says nothing."""

    single: Decimal | None
    cumulative: Decimal | None

    def amounts(self, grant: Decimal) -> tuple[Decimal, Decimal]:
        """The most that one change, and all together, may move without consent."""
        single = self.single if self.single is not None else self.cumulative
        together = self.cumulative if self.cumulative is not None else self.single
        return _part(grant, single), _part(grant, together)


def _part(grant: Decimal, percent: Decimal | None) -> Decimal:
    """Rounded down to the grosz: the limit itself is never passed."""
    return (grant * (percent or 0) / 100).quantize(CENT, rounding=ROUND_DOWN)


def moved(
    before: Mapping[int, Decimal], after: Mapping[int, Decimal], new: Iterable[Decimal]
) -> Decimal:
    """What leaves its position: as much as arrives elsewhere when nothing is added."""
    raised = sum((max(Decimal(0), after[key] - before[key]) for key in before), Decimal(0))
    return raised + sum(new, Decimal(0))


class Why:
    """Keys of the reasons for which a change needs consent."""

    NEW_LINE, SINGLE, CUMULATIVE = "new_line", "single", "cumulative"


def reasons_for_consent(
    *, now: Decimal, noted_before: Decimal, grant: Decimal, limits: Limits, has_new_line: bool
) -> list[str]:
    """Why somebody has to agree to moving `now` after `noted_before`; empty when telling is enough."""
    single, together = limits.amounts(grant)
    reasons = [Why.NEW_LINE] if has_new_line else []
    if now > single:
        reasons.append(Why.SINGLE)
    if noted_before + now > together:
        reasons.append(Why.CUMULATIVE)
    return reasons
