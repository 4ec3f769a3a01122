"""Tables that leave Tandem and come back: XLSX and CSV in which numbers are numbers and no cell starts a formula."""

from __future__ import annotations

import csv
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile

from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60  # characters
NARROWEST = 8  # characters
MEASURED = 200  # rows whose words decide how wide a column is
# What openpyxl raises over bytes that only look like a workbook, as they are opened or row by row.
_UNREADABLE = (
    AttributeError,
    BadZipFile,
    IndexError,
    InvalidFileException,
    KeyError,
    OSError,
    SyntaxError,  # of the XML inside
    TypeError,
    ValueError,
    zlib.error,
)
MOST_ROWS = 50_000  # of a table that is read; more is no list that a person made

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Table:
    """A sheet: its name, and rows of which the first `heads` are set in bold."""

    title: str
    rows: Iterable[Sequence[Any]]
    heads: int = 1


class UnreadableTable(ValueError):
    """The file is no table; the message is a sentence for the page."""


def workbook(tables: Iterable[Table]) -> bytes:
    """The bytes of a workbook with a sheet for each of `tables`; written row by row, so 10,000 rows are no burden."""
    book = Workbook(write_only=True)
    for table in tables:
        _fill(book.create_sheet(table.title[:31]), table)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, table: Table) -> None:
    rows = iter(table.rows)
    first = [row for _number, row in zip(range(MEASURED), rows, strict=False)]
    for column, width in _widths(first).items():
        sheet.column_dimensions[get_column_letter(column)].width = width + 2
    for number, row in enumerate(first):
        sheet.append(list(_cells(sheet, row, bold=number < table.heads)))
    for row in rows:
        sheet.append([_plain(value) for value in row])


def _widths(rows: Iterable[Sequence[Any]]) -> dict[int, int]:
    widths: dict[int, int] = {}
    for row in rows:
        for column, value in enumerate(row, start=1):
            length = len(str(value)) if value is not None else 0
            widths[column] = min(WIDEST, max(widths.get(column, NARROWEST), length))
    return widths


def _cells(sheet: Any, row: Sequence[Any], *, bold: bool) -> Iterator[Any]:
    for value in row:
        cell = WriteOnlyCell(sheet, _plain(value))
        if bold:
            cell.font = Font(bold=True)
        yield cell


def _plain(value: Any) -> Any:
    """What a cell holds: numbers and days as such, instants in Warsaw's time, harmless text."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None, microsecond=0)
    return value if isinstance(value, date) else harmless(value)


def harmless(value: Any) -> Any:
    """Numbers as they are; text that a spreadsheet would run, as text."""
    if value is None or isinstance(value, Decimal | int | float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def comma_separated(rows: Iterable[Sequence[Any]]) -> bytes:
    """`rows` as CSV in UTF-8: semicolons and a byte-order mark, as spreadsheets here open it without questions."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([_written(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    plain = harmless(value)
    return str(localize(plain, use_l10n=True)) if isinstance(plain, Decimal) else str(plain)


def read_table(content: bytes) -> list[list[Any]]:
    """The cells of the first sheet of an XLSX, row by row, as values and never as formulas.

    Raises UnreadableTable with a sentence for anything else, and for a table of more than MOST_ROWS rows.
    """
    try:
        return _rows(content)
    except UnreadableTable:
        raise
    except _UNREADABLE as error:
        raise UnreadableTable(
            _("This is no XLSX file. Save the table as an Excel workbook (.xlsx).")
        ) from error


def _rows(content: bytes) -> list[list[Any]]:
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    rows: list[list[Any]] = []
    for row in book.worksheets[0].iter_rows(values_only=True):
        if len(rows) >= MOST_ROWS:
            raise UnreadableTable(_("The table has too many rows for a list like this."))
        rows.append(list(row))
    return rows
