"""Transfers as a file for the bank: Elixir-0, the text format that Polish banks take, and CSV.

One line of Elixir-0 has sixteen fields, divided by commas, texts in quotes (as the banks' public descriptions
of the import of orders give it, e.g. PKO BP, “Struktura pliku wejściowego iPKO biznes ELIXIR-0”):

 1 kind of message, 110 for an ordinary transfer     9 payee: name and address, four lines of 35 signs
 2 day of execution, YYYYMMDD                       10 0
 3 amount in grosze                                 11 number of the payee's bank, 8 digits
 4 number of the payer's bank, 8 digits             12 title, four lines of 35 signs
 5 0                                                13 empty
 6 payer's account, 26 digits                       14 empty
 7 payee's account, 26 digits                       15 51, the class of an ordinary transfer
 8 payer: name and address, four lines of 35        16 the payer's own note: our reference

Lines of a text are divided by "|"; every record ends with CR and LF.
"""

from __future__ import annotations

import csv
import io
import textwrap
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ENCODINGS = {"windows-1250": "cp1250", "utf-8": "utf-8"}
WIDTH, LINES = 35, 4
SWAPPED = {ord('"'): "'", ord("|"): "/", ord("„"): "'", ord("”"): "'"}
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Payer:
    """Who pays. `account` has 26 digits."""

    name: str
    address: str
    account: str


@dataclass(frozen=True)
class Transfer:
    """One transfer. `amount` in PLN, `account` with 26 digits, `reference` comes back in the statement."""

    payee: str
    address: str
    account: str
    title: str
    amount: Decimal
    on: date
    reference: str


def as_elixir(payer: Payer, transfers: Iterable[Transfer]) -> str:
    """The transfers as Elixir-0."""
    return "".join(f"{_record(payer, one)}\r\n" for one in transfers)


def _record(payer: Payer, one: Transfer) -> str:
    fields = [
        "110",
        f"{one.on:%Y%m%d}",
        str(int(one.amount * 100)),
        bank_of(payer.account),
        "0",
        _quoted(payer.account),
        _quoted(one.account),
        _quoted(_lines(payer.name, payer.address)),
        _quoted(_lines(one.payee, one.address)),
        "0",
        bank_of(one.account),
        _quoted(_lines(one.title)),
        _quoted(""),
        _quoted(""),
        _quoted("51"),
        _quoted(one.reference),
    ]
    return ",".join(fields)


def bank_of(account: str) -> str:
    """The bank's number within an account: the eight digits after the two that check it."""
    return account[2:10]


def _quoted(text: str) -> str:
    return f'"{text}"'


def _lines(*parts: str) -> str:
    """At most four lines of 35 signs; the name and the address each begin a line."""
    lines: list[str] = []
    for part in parts:
        plain = " ".join(_harmless(part).split())
        lines += textwrap.wrap(plain, WIDTH, break_long_words=True)
    return "|".join(lines[:LINES])


def _harmless(text: str) -> str:
    """Without the signs that divide fields and lines, and without control characters."""
    swapped = text.translate(SWAPPED)
    return "".join(sign if sign.isprintable() else " " for sign in swapped)


def as_csv(payer: Payer, transfers: Iterable[Transfer]) -> str:
    """The transfers as CSV with a heading, divided by semicolons; no cell can start a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["date", "amount", "from", "to", "payee", "address", "title", "reference"])
    for one in transfers:
        amount = f"{one.amount:.2f}".replace(".", ",")
        row = [one.on.isoformat(), amount, payer.account, one.account]
        row += [one.payee, one.address, one.title, one.reference]
        writer.writerow([f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell for cell in row])
    return out.getvalue()


def encoded(text: str, encoding: str) -> bytes:
    """`text` as bytes of one of `ENCODINGS`; a sign that it lacks loses its accent, or becomes a question mark."""
    codec = ENCODINGS[encoding]
    return b"".join(_bytes(sign, codec) for sign in text)


def _bytes(sign: str, codec: str) -> bytes:
    try:
        return sign.encode(codec)
    except UnicodeEncodeError:
        bare = "".join(
            one for one in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(one)
        )
        return bare.encode(codec, "replace")
