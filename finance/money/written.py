"""How an amount is written by people and for people."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils import translation

from questionnaires.numbers import bare_number

from .amount import Money

NBSP = "\N{NO-BREAK SPACE}"
_PLAIN = re.compile(r"(?P<sign>[-\N{MINUS SIGN}]?)(?P<whole>[0-9]+)(?:[.,](?P<rest>[0-9]{1,2}))?")
_MARKS = {"PLN": "zł"}


class UnreadableAmount(ValueError):
    """The text is no amount with at most two decimal places."""


def read_amount(text: str) -> Decimal:
    """The amount in `text`: "1 234,56", "1234.56", "1,234.56", any of the spaces browsers use, "zł" allowed.

    A dot or comma before exactly one or two digits is the decimal mark; anything that could be
    read in two ways ("1.234") raises UnreadableAmount rather than becoming a thousand times less.
    """
    match = _PLAIN.fullmatch(bare_number(text))
    if match is None:
        raise UnreadableAmount(text)
    sign = "-" if match["sign"] else ""
    return Decimal(f"{sign}{match['whole']}.{(match['rest'] or '0').ljust(2, '0')}")


def format_money(amount: Money | Decimal | int, currency: str = "") -> str:
    """`amount` as the reader's language writes it: "1 234,56 zł", in English "1,234.56 PLN".

    The spaces do not break, so that an amount never falls apart at the end of a line.
    """
    money = amount if isinstance(amount, Money) else Money(Decimal(amount), currency)
    figures = f"{abs(money.amount):,.2f}"
    mark = money.currency
    if not (translation.get_language() or "pl").startswith("en"):
        figures = figures.replace(",", NBSP).replace(".", ",")
        mark = _MARKS.get(mark, mark)
    sign = "\N{MINUS SIGN}" if money.amount < 0 else ""
    return f"{sign}{figures}{NBSP}{mark}" if mark else f"{sign}{figures}"
