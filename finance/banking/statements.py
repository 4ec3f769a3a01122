"""A bank's statement as rows: MT940 and CSV, in the encodings that Polish banks use."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

ROWS_AT_MOST = 5000
_MOVE = re.compile(r":61:(\d{6})(\d{4})?(R?[CD])[A-Z]?(\d+,\d{0,2})")
_FIELD = re.compile(r"^:(\d{2}[A-Z]?):", re.MULTILINE)
_PART = re.compile(r"[<~?^](\d{2})")
_TITLE = {f"{number}" for number in range(20, 26)} | {f"{number}" for number in range(60, 64)}
_COLUMNS = {
    "day": ("data księgowania", "data operacji", "data", "date", "booking date"),
    "amount": ("kwota operacji", "kwota", "amount"),
    "account": ("rachunek kontrahenta", "numer konta", "konto", "rachunek", "account", "to"),
    "name": ("nazwa kontrahenta", "kontrahent", "odbiorca", "nadawca", "payee", "name"),
    "title": ("tytuł operacji", "tytuł", "opis", "title", "description"),
}


class UnreadableStatement(ValueError):
    """The file is no statement that Tandem reads; `str()` is a sentence for the page."""


@dataclass(frozen=True)
class Row:
    """One booking. `amount` is below zero for money that went out."""

    day: date
    amount: Decimal
    account: str
    name: str
    title: str


def read_statement(content: bytes) -> list[Row]:
    """The rows of a statement. Raises UnreadableStatement with a sentence, naming the line where there is one."""
    text = _decoded(content)
    rows = list(_mt940(text) if ":61:" in text else _csv(text))
    if not rows:
        raise UnreadableStatement(_("There is no booking in this file."))
    if len(rows) > ROWS_AT_MOST:
        raise UnreadableStatement(_("This file is too long. Take a shorter period."))
    return rows


def _decoded(content: bytes) -> str:
    for codec in ("utf-8-sig", "cp1250", "cp852"):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableStatement(_("This file is not text. Export the statement as MT940 or CSV."))


# --- MT940 ---------------------------------------------------------------------------------------


def _mt940(text: str) -> Iterator[Row]:
    """Each :61: with the :86: that follows it."""
    marks = list(_FIELD.finditer(text))
    fields = [
        (mark[1], text[mark.start() : after.start() if after else len(text)])
        for mark, after in zip(marks, [*marks[1:], None], strict=True)
    ]
    for place, (name, body) in enumerate(fields):
        if name != "61":
            continue
        told = fields[place + 1] if place + 1 < len(fields) else ("", "")
        yield _booking(body, told[1].removeprefix(":86:") if told[0] == "86" else "")


def _booking(body: str, details: str) -> Row:
    found = _MOVE.match(body)
    if found is None:
        raise UnreadableStatement(_("This booking cannot be read: %s") % body[:60].strip())
    day, _entry, sign, amount = found.groups()
    value = Decimal(amount.replace(",", ".") + ("0" if amount.endswith(",") else ""))
    out = sign in {"D", "RC"}
    parts = _parts(details)
    return Row(
        day=_day(day, "%y%m%d", body),
        amount=-value if out else value,
        account=_digits(parts.get("38", "") or parts.get("31", "")),
        name=_joined(parts, {"27", "28", "32", "33"}),
        title=_joined(parts, _TITLE) or " ".join(details.split()),
    )


def _parts(details: str) -> dict[str, str]:
    """The parts of :86: by their number; a part goes on over the ends of lines."""
    flat = details.replace("\r", "").replace("\n", "")
    pieces = _PART.split(flat)
    return dict(zip(pieces[1::2], pieces[2::2], strict=False))


def _joined(parts: dict[str, str], wanted: set[str]) -> str:
    return "".join(text for number, text in sorted(parts.items()) if number in wanted).strip()


# --- CSV -----------------------------------------------------------------------------------------


def _csv(text: str) -> Iterator[Row]:
    """The rows below the first line that names a day, an amount and a title."""
    divider = max(";,\t", key=text.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=divider))
    except csv.Error:
        raise UnreadableStatement(
            _("This file is neither MT940 nor CSV. Export the statement again.")
        ) from None
    for number, cells in enumerate(lines):
        columns = _columns(cells)
        if {"day", "amount", "title"} <= columns.keys():
            yield from _rows_below(lines, number, columns)
            return
    raise UnreadableStatement(
        _("Tandem looks for columns with the day, the amount and the title; this file names none.")
    )


def _rows_below(lines: list[list[str]], heading: int, columns: dict[str, int]) -> Iterator[Row]:
    for number, cells in enumerate(lines[heading + 1 :], start=heading + 2):
        if not any(cell.strip() for cell in cells):
            continue
        cell = {
            name: cells[place].strip() if place < len(cells) else ""
            for name, place in columns.items()
        }
        yield Row(
            day=_any_day(cell["day"], number),
            amount=_amount(cell["amount"], number),
            account=_digits(cell.get("account", "")),
            name=cell.get("name", ""),
            title=cell["title"],
        )


def _columns(cells: list[str]) -> dict[str, int]:
    heads = [cell.strip().strip("#").casefold() for cell in cells]
    found: dict[str, int] = {}
    for name, words in _COLUMNS.items():
        for word in words:
            if word in heads:
                found[name] = heads.index(word)
                break
    return found


def _any_day(text: str, number: int) -> date:
    for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%Y.%m.%d", "%Y%m%d"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 -- a day, not an instant
        except ValueError:
            continue
    raise UnreadableStatement(
        _("Line %(number)d: “%(text)s” is no day.") % {"number": number, "text": text[:40]}
    )


def _day(text: str, pattern: str, body: str) -> date:
    try:
        return datetime.strptime(text, pattern).date()  # noqa: DTZ007 -- as above
    except ValueError:
        raise UnreadableStatement(
            _("This booking cannot be read: %s") % body[:60].strip()
        ) from None


def _amount(text: str, number: int) -> Decimal:
    bare = re.sub(r"[\s\u00a0\u202f]|PLN|zł", "", text)
    if "," in bare and "." in bare:
        bare = bare.replace("." if bare.rfind(",") > bare.rfind(".") else ",", "")
    try:
        amount = Decimal(bare.replace(",", ".").replace("\N{MINUS SIGN}", "-"))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or abs(amount) >= 10**12 or amount != round(amount, 2):
        raise UnreadableStatement(
            _("Line %(number)d: “%(text)s” is no amount.") % {"number": number, "text": text[:40]}
        )
    return amount


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
