"""How rows, files and consents are answered: plain inputs, so that it works without scripts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from workflows.choosers import chooser
from workflows.previews import file_shown

from .blocks import Column, ConsentBlock, Costs, Files
from .blocks.estimate import Share, estimate, worth
from .blocks.tables import Rate
from .numbers import (
    UnreadableNumber,
    read_number,
    show_amount,
    show_percent,
    show_plain,
    show_typed,
)

SPARE_ROWS = 2
ROWS_READ = (
    200  # more rows than any block allows: the field refuses them with a sentence, it does not cut
)
REMOVE_ROW = "remove_row"
MORE_ROWS = "add_row"
ATTACH, DETACH = "attach", "detach"
TICKED = "on"


class RowsWidget(forms.Widget):
    """A table whose value is a list of rows, each a map from column to what was typed.

    Inputs are named `key-row-column`. The button `remove_row` with the value `key-row` leaves that row out.
    """

    template_name = "questionnaires/widgets/rows.html"
    use_fieldset = True

    def __init__(
        self,
        columns: tuple[Column, ...],
        *,
        max_rows: int,
        currency: str = "",
        spare: int = SPARE_ROWS,
    ) -> None:
        super().__init__()
        self.columns, self.max_rows, self.currency, self.spare = columns, max_rows, currency, spare
        self.wrong: set[tuple[int, str]] = set()  # (row from 0, column) that the field refused

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> list[dict[str, str]]:
        """The rows in which anything was typed, in order, without the one whose removal was pressed.

        What is counted in a row is counted here, whatever a browser sends as such.
        """
        pattern = re.compile(rf"{re.escape(name)}-(\d{{1,3}})-[a-z0-9_]+")
        numbers = sorted({int(match[1]) for key in data if (match := pattern.fullmatch(key))})
        gone = str(data.get(REMOVE_ROW, ""))
        rows = [
            {
                column.key: str(data.get(f"{name}-{number}-{column.key}", "")).strip()
                for column in self.columns
            }
            for number in numbers[:ROWS_READ]
            if gone != f"{name}-{number}"
        ]
        return [counted(self.columns, row) for row in rows if any(row.values())]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether no row of the table came at all."""
        return not any(key.startswith(f"{name}-") for key in data)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Rows typed so far and a few empty ones, each cell with its name, id and label."""
        context = super().get_context(name, value, attrs)
        # a rate may have changed since: what is shown is counted anew
        typed: list[Mapping[str, Any]] = [
            counted(self.columns, row) for row in (value or []) if isinstance(row, Mapping)
        ]
        spare = min(self.spare if typed else self.spare + 1, max(0, self.max_rows - len(typed)))
        context["rows"] = [
            {
                "number": place + 1,
                "place": f"{name}-{place}",
                "cells": [self._cell(name, place, column, row) for column in self.columns],
            }
            for place, row in enumerate(typed + [{}] * spare)
        ]
        context |= {
            "columns": self.columns,
            "max_rows": self.max_rows,
            "totals": self._totals(typed),
            "estimate": self.estimate(typed),
        }
        return context

    def estimate(self, rows: list[Mapping[str, Any]]) -> Any:
        """What the rows come to beside the sums of columns; None where nothing more is added up."""
        return None

    def _totals(self, rows: list[Mapping[str, Any]]) -> list[dict[str, str]]:
        """Under each column after the first its label, and the sum of what can be read in it."""
        if not any(column.adds_up for column in self.columns):
            return []
        return [
            {"label": str(column), "key": column.key, "text": self._sum(column, rows)}
            if column.adds_up
            else {}
            for column in self.columns[1:]
        ]

    def _sum(self, column: Column, rows: list[Mapping[str, Any]]) -> str:
        amount = sum((readable(row.get(column.key)) for row in rows), Decimal(0))
        if column.kind == "money":
            return show_amount(amount, self.currency)
        return show_plain(amount)

    def id_for_label(self, id_: str, index: str = "") -> str:
        """The first cell that is wrong, else the first of all, where a jump from an error lands."""
        place, key = min(self.wrong, default=(0, self.columns[0].key))
        return f"{id_}-{place}-{key}"

    def _cell(
        self, name: str, place: int, column: Column, row: Mapping[str, Any]
    ) -> dict[str, Any]:
        return {
            "name": f"{name}-{place}-{column.key}",
            "id": f"id_{name}-{place}-{column.key}",
            "column": column,
            "value": row.get(column.key, ""),
            "unknown": column.kind == "choice"
            and row.get(column.key, "") not in {"", *(option.key for option in column.options)},
            "wrong": (place, column.key) in self.wrong,
        }


class CostsWidget(RowsWidget):
    """A cost estimate with its totals and shares."""

    def __init__(self, block: Costs) -> None:
        super().__init__(block.columns(), max_rows=block.max_rows, currency=block.currency)
        self.block = block

    def estimate(self, rows: list[Mapping[str, Any]]) -> Any:
        """Sources and categories with amounts and percents; nothing for a table with one column of money."""
        if len(self.block.money()) == 1 and not self.block.categories:
            return None
        added = estimate(self.block, rows, read=readable)
        return {
            "sources": [self._shown(one) for one in added.sources]
            if len(added.sources) > 1
            else [],
            "categories": [self._shown(one) for one in added.categories],
            "whole": show_amount(added.whole, self.currency),
        }

    def _shown(self, share: Share) -> dict[str, str]:
        return {
            "key": share.key,
            "label": str(share.label),
            "amount": show_amount(share.amount, self.currency),
            "percent": show_percent(share.percent),
        }


def counted(columns: Sequence[Column], row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with each cell that is counted as people write it; empty as long as what it comes from cannot be read."""
    by_key = {column.key: column for column in columns}
    products = {
        column.key: _product(*(_factor(by_key[key], row) for key in column.factors))
        for column in columns
        if column.counted
    }
    return {**row, **products}


def _factor(column: Column, row: Mapping[str, Any]) -> str:
    """The number in a cell as typed; of a kind of work the worth of an hour."""
    text = str(row.get(column.key) or "").strip()
    if column.kind != "choice":
        return text
    rates = [one for one in column.options if isinstance(one, Rate)]
    return next((str(rate.worth) for rate in rates if rate.key == text), "")


def _product(first: str, second: str) -> str:
    try:
        return show_typed(worth(read_number(first, places=2), read_number(second, places=2)))
    except UnreadableNumber:
        return ""


def readable(text: Any) -> Decimal:
    """The number in a cell as typed, to two decimal places; what cannot be read counts as nothing."""
    try:
        return read_number(str(text or "0"), places=2)
    except UnreadableNumber:
        return Decimal(0)


class FilesWidget(forms.Widget):
    """Files attached so far, each with a button that takes it away, and a place for more.

    Its value comes from the answers alone: what a browser posts under its name are uploads, never records.
    """

    template_name = "questionnaires/widgets/files.html"
    use_fieldset = True
    needs_multipart_form = True

    def __init__(self, block: Files, accept: str) -> None:
        super().__init__()
        self.block, self.accept = block, accept

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Mapping[str, Any]]:
        """The records kept in the answers."""
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        return [one for one in given if isinstance(one, Mapping)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The files with their addresses, and whether more fit."""
        context = super().get_context(name, value, attrs)
        records = [one for one in (value or []) if isinstance(one, Mapping)]
        kept = [
            file_shown(
                key=one["key"], name=one["name"], size=one["size"], detach=f"{name}:{one['key']}"
            )
            for one in records
        ]
        more = max(0, self.block.maximum - len(kept))
        chosen = {"accept": self.accept, "multiple": more > 1, "aria-label": _("Choose a file")}
        context["widget"]["attrs"] |= chosen
        return context | chooser() | {"files": kept, "block": self.block, "more": more}

    def id_for_label(self, id_: str, index: str = "") -> str:
        """The place for a file."""
        return id_


class ConsentInput(forms.CheckboxInput):
    """A tick under the words of a clause; what it posts is the version of these words."""

    template_name = "questionnaires/widgets/consent.html"
    use_fieldset = True

    def __init__(self, block: ConsentBlock) -> None:
        super().__init__(check_test=lambda value: str(value or "") == str(block.version))
        self.block = block

    def format_value(self, value: Any) -> str:
        """What the tick posts."""
        return str(self.block.version)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The version ticked, as text; empty when not."""
        return str(data.get(name) or "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the clause."""
        return super().get_context(name, value, attrs) | {"block": self.block}
