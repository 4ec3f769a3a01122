"""Numbers as people type and read them."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils import formats, translation

NBSP = "\N{NO-BREAK SPACE}"
SPACES = f" {NBSP}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
PLAIN = re.compile(r"([-\N{MINUS SIGN}]?)([0-9]{1,14})(?:[.,]([0-9]{1,6}))?")
GROUPED = re.compile(
    rf"[-\N{{MINUS SIGN}}]?[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?:[.,][0-9]{{1,6}})?"
)
# both marks stand in it, so that it can be read in one way only
MARKED = re.compile(
    r"[-\N{MINUS SIGN}]?[0-9]{1,3}(?:(?:,[0-9]{3})+\.[0-9]{1,2}|(?:\.[0-9]{3})+,[0-9]{1,2})"
)
MARKS = {"PLN": "zł"}


class UnreadableNumber(ValueError):
    """The text is no number, or one with too many decimal places."""


def bare_number(text: str) -> str:
    """`text` without a currency behind it and without anything between thousands; what is no number stays as it is.

    Between thousands any spaces, or the other of the two marks where decimals follow: "1,234" alone could be either.
    """
    bare = re.sub(
        rf"[{SPACES}]*(zł|PLN|EUR|€)$", "", text.strip(SPACES + "\t\r\n"), flags=re.IGNORECASE
    )
    if GROUPED.fullmatch(bare):
        return re.sub(rf"[{SPACES}]", "", bare)
    return re.sub(r"[.,](?=[0-9]{3})", "", bare) if MARKED.fullmatch(bare) else bare


def read_number(text: str, *, places: int) -> Decimal:
    """The number in `text`, with a comma or a dot before the decimals; UnreadableNumber otherwise."""
    match = PLAIN.fullmatch(bare_number(text))
    if match is None or len(match[3] or "") > places:
        raise UnreadableNumber(text)
    return Decimal(f"{'-' if match[1] else ''}{match[2]}.{match[3] or '0'}").quantize(
        Decimal(1).scaleb(-places)
    )


def show_number(value: Decimal, *, places: int = 0) -> str:
    """`value` as the reader's language writes it."""
    return formats.number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


def show_typed(value: Decimal) -> str:
    """An amount as somebody would type it: the language's decimal mark, nothing between thousands."""
    return formats.number_format(value, decimal_pos=2, use_l10n=True, force_grouping=False)


def show_plain(value: Decimal) -> str:
    """A number with as few decimal places as it needs: none, or two."""
    return show_number(value, places=0 if value == value.to_integral_value() else 2)


def show_amount(value: Decimal, currency: str) -> str:
    """An amount of money as the reader's language writes it: "1 234,56 zł", in English "1,234.56 PLN"."""
    polish = not (translation.get_language() or "pl").startswith("en")
    return f"{show_number(value, places=2)}{NBSP}{MARKS.get(currency, currency) if polish else currency}"


def show_percent(value: Decimal | None) -> str:
    """A share to one tenth of a percent: "12,5%"; a dash for a share of nothing."""
    return "–" if value is None else f"{show_number(value, places=1)}%"
