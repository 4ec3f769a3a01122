"""Amounts in Polish words, as agreements state them beside the figures."""

from __future__ import annotations

from .amount import Money

_ONES = [
    "zero",
    "jeden",
    "dwa",
    "trzy",
    "cztery",
    "pięć",
    "sześć",
    "siedem",
    "osiem",
    "dziewięć",
    "dziesięć",
    "jedenaście",
    "dwanaście",
    "trzynaście",
    "czternaście",
    "piętnaście",
    "szesnaście",
    "siedemnaście",
    "osiemnaście",
    "dziewiętnaście",
]
_TENS = [
    "-",
    "-",
    "dwadzieścia",
    "trzydzieści",
    "czterdzieści",
    "pięćdziesiąt",
    "sześćdziesiąt",
    "siedemdziesiąt",
    "osiemdziesiąt",
    "dziewięćdziesiąt",
]
_HUNDREDS = [
    "-",
    "sto",
    "dwieście",
    "trzysta",
    "czterysta",
    "pięćset",
    "sześćset",
    "siedemset",
    "osiemset",
    "dziewięćset",
]
_GROUPS = (
    ("", "", ""),
    ("tysiąc", "tysiące", "tysięcy"),
    ("milion", "miliony", "milionów"),
    ("miliard", "miliardy", "miliardów"),
    ("bilion", "biliony", "bilionów"),
)
_UNITS = {"PLN": ("złoty", "złote", "złotych"), "EUR": ("euro", "euro", "euro")}


def in_words(money: Money) -> str:
    """The amount as agreements write it: „pięć tysięcy złotych 00/100"; never negative."""
    if money.amount < 0:
        raise ValueError("An amount in words is not negative.")
    whole, cents = divmod(int(money.amount * 100), 100)
    forms = _UNITS.get(money.currency, (money.currency,) * 3)
    return f"{_number(whole)} {_plural(whole, forms)} {cents:02}/100"


def _number(number: int) -> str:
    if number == 0:
        return _ONES[0]
    parts: list[str] = []
    for names in _GROUPS:
        number, group = divmod(number, 1000)
        if group:
            counted = [] if group == 1 and names[0] else _below_thousand(group)
            parts = [*counted, *filter(None, [_plural(group, names)]), *parts]
    return " ".join(parts)


def _below_thousand(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [_HUNDREDS[hundreds]] if hundreds else []
    if rest < 20:
        return [*words, _ONES[rest]] if rest else words
    tens, ones = divmod(rest, 10)
    return [*words, _TENS[tens], *([_ONES[ones]] if ones else [])]


def _plural(number: int, forms: tuple[str, ...]) -> str:
    """Polish plural: 1 złoty, 2–4 złote (but not 12–14), else złotych."""
    if number == 1:
        return forms[0]
    few = number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}
    return forms[1] if few else forms[2]
