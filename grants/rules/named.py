"""Names of people in a text that must not carry them, in whichever case Polish puts a surname."""

from __future__ import annotations

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W\d_]+")
LEAST_STEM = 4  # a shorter surname is found as it is written only
LONGEST_ENDING = 4  # -owie, -iego, -ami
# Endings that lose or change their vowel in the other cases, the longest first: Kupiec, Kupca; Miłek, Miłka; Gołąb, Gołębia
MOVING = {
    "iec": "c",
    "ioł": "ł",
    "ieł": "ł",
    "ek": "k",
    "ec": "c",
    "eł": "ł",
    "er": "r",
    "ąb": "ęb",
}
# Endings whose consonant changes before one ending only: Matejko, Matejce; Kowalski, Kowalscy
SOFTENED = {
    "ka": "ce",
    "ko": "ce",
    "ga": "dze",
    "go": "dze",
    "ta": "cie",
    "łło": "lle",
    "ła": "le",
    "ło": "le",
    "ski": "scy",
    "cki": "ccy",
}


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of `names` (first name and surname) whose surname stands in `text` as a word with a capital letter."""
    words = {word for word in WORD.findall(text) if word[:1].isupper()}
    return [name for name in dict.fromkeys(names) if any(_is(word, name) for word in words)]


def _is(word: str, name: str) -> bool:
    surname = name.rsplit(maxsplit=1)[-1] if name.split() else ""
    if word.casefold() in {surname.casefold(), *_softened(surname.casefold())}:
        return True
    return any(
        len(stem) >= LEAST_STEM
        and word.casefold().startswith(stem)
        and len(word) <= len(stem) + LONGEST_ENDING
        for stem in _stems(surname.casefold())
    )


def _stems(surname: str) -> Iterable[str]:
    """What all cases of a surname share; one that loses its last vowel has two."""
    yield surname.rstrip("aeioyąę") or surname
    ending = next((one for one in MOVING if surname.endswith(one)), "")
    if ending:
        yield surname.removesuffix(ending) + MOVING[ending]


def _softened(surname: str) -> Iterable[str]:
    """The one case of a surname in which its last consonant is another."""
    for ending, softened in SOFTENED.items():
        if surname.endswith(ending):
            yield surname.removesuffix(ending) + softened
