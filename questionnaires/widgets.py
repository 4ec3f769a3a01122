"""How a table of rows is typed: plain inputs named `key-row-column`, so that it works without scripts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise

from .numbers import UnreadableNumber, read_number, show_amount

SPARE_ROWS = 2
ROWS_READ = (
    200  # more rows than any block allows: the field refuses them with a sentence, it does not cut
)


@dataclass(frozen=True)
class Column:
    """One column of a table; `kind` is text, money or date."""

    key: str
    label: str | Promise
    kind: str


class RowsWidget(forms.Widget):
    """A table whose value is a list of rows, each a map from column to what was typed."""

    template_name = "questionnaires/widgets/rows.html"
    use_fieldset = True

    def __init__(self, columns: tuple[Column, ...], *, max_rows: int, currency: str = "") -> None:
        super().__init__()
        self.columns, self.max_rows, self.currency = columns, max_rows, currency

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> list[dict[str, str]]:
        """The rows in which anything was typed, in order."""
        pattern = re.compile(rf"{re.escape(name)}-(\d{{1,3}})-[a-z]+")
        numbers = sorted({int(match[1]) for key in data if (match := pattern.fullmatch(key))})[
            :ROWS_READ
        ]
        rows = [
            {
                column.key: str(data.get(f"{name}-{number}-{column.key}", "")).strip()
                for column in self.columns
            }
            for number in numbers
        ]
        return [row for row in rows if any(row.values())]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether no row of the table came at all."""
        return not any(key.startswith(f"{name}-") for key in data)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Rows typed so far and a few empty ones, each cell with its name, id and label."""
        context = super().get_context(name, value, attrs)
        typed = [row for row in (value or []) if isinstance(row, Mapping)]
        shown = typed + [{}] * min(
            SPARE_ROWS if typed else SPARE_ROWS + 1, max(0, self.max_rows - len(typed))
        )
        context["rows"] = [
            {
                "number": place + 1,
                "cells": [self._cell(name, place, column, row) for column in self.columns],
            }
            for place, row in enumerate(shown)
        ]
        context |= {
            "columns": self.columns,
            "max_rows": self.max_rows,
            "totals": self._totals(typed),
        }
        return context

    def _totals(self, rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The sum of each column of money, of what can be read in it."""
        return [
            {
                "column": column,
                "text": show_amount(
                    sum((_readable(row.get(column.key)) for row in rows), Decimal(0)), self.currency
                ),
            }
            for column in self.columns
            if column.kind == "money"
        ]

    def id_for_label(self, id_: str, index: str = "") -> str:
        """The first cell, where a jump from an error lands."""
        return f"{id_}-0-{self.columns[0].key}"

    @staticmethod
    def _cell(name: str, place: int, column: Column, row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "name": f"{name}-{place}-{column.key}",
            "id": f"id_{name}-{place}-{column.key}",
            "column": column,
            "value": row.get(column.key, ""),
        }


def _readable(text: Any) -> Decimal:
    try:
        return read_number(str(text or "0"), places=2)
    except UnreadableNumber:
        return Decimal(0)
