"""What other rooms know of a programme's partners, for the list of partners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from workflows.registry import Registry


@dataclass(frozen=True)
class Cell:
    """What stands in one column for one partner; with `url`, where it is kept."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Columns:
    """Some columns: their `labels`, and `cells(programme)`, by a partner's key a cell for each, in one query.

    `nothing(partner)` gives the cells of a partner of whom nothing is known.
    """

    labels: tuple[str | Promise, ...]
    cells: Callable[[Any], Mapping[int, tuple[Cell, ...]]]
    nothing: Callable[[Any], tuple[Cell, ...]]


columns: Registry[Columns] = Registry("programmes.columns of partners")


def table_of(programme: Any, partners: list[Any]) -> tuple[list[str | Promise], list[Any]]:
    """The labels of all columns, and each of `partners` with its cells."""
    known = [(each, each.cells(programme)) for each in columns]
    rows = [
        (
            partner,
            [
                (label, cell)
                for each, cells in known
                for label, cell in zip(
                    each.labels, cells.get(partner.pk) or each.nothing(partner), strict=True
                )
            ],
        )
        for partner in partners
    ]
    return [label for each in columns for label in each.labels], rows
