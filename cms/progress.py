"""How far a programme has come, for everybody: its indicators that have a target and a single figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from programmes.models import Programme
from programmes.registries.counts import counts


@dataclass(frozen=True)
class Progress:
    """One indicator: `value` and `target` as whole numbers where they are, `percent` of the target, how it is counted."""

    label: str
    value: Decimal | int
    target: Decimal | int
    percent: Decimal | None
    note: Any


def progress_of(programme: Programme) -> list[Progress]:
    """List the indicators of `programme` that can be shown as a way to a target, in their order.

    One without a target, or counted by no room yet, is left out: the public page shows no empty figure.
    """
    return list(_progress(programme))


def _progress(programme: Programme) -> Iterator[Progress]:
    for indicator in programme.indicators.exclude(target=None).prefetch_related("activities"):
        count = counts.get(indicator.counted_as)
        if count is None or count.number is None:
            continue
        achieved = count.number(indicator.scope())
        if achieved is not None:
            percent = indicator.percent_of_target(achieved)
            yield Progress(
                str(indicator), _plain(achieved), _plain(indicator.target), percent, count.says
            )


def _plain(number: Any) -> Decimal | int:
    return int(number) if number == int(number) else number
