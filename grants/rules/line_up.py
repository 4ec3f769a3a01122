"""The people of an informal group as they are typed: one in each line, or one after another with commas."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.names import fold

BETWEEN = re.compile(r"[,;]")
NO_NAME = re.compile(r"\d|^\S+$")  # a house number, or one word alone: half of “Kowalska, Anna”


def people_in(lines: Iterable[str]) -> list[str]:
    """The people named in `lines`; a line that names several, with commas or semicolons, is several.

    Raises ValidationError where what stands between two commas is no given name and family name.
    """
    found: list[str] = []
    for line in lines:
        pieces = [piece.strip() for piece in BETWEEN.split(line) if piece.strip()]
        if len(pieces) > 1 and (odd := [one for one in pieces if NO_NAME.search(one)]):
            raise ValidationError(
                _(
                    "“%(piece)s” is not a given name and a family name. Write each person in a line of its own, for example “Anna Kowalska”, without an address or a telephone."
                )
                % {"piece": odd[0]}
            )
        found += pieces
    return found


def as_one_person(name: str) -> str:
    """`name` in one writing: case, accents, hyphens and the order of given name and family name do not tell people apart."""
    return " ".join(sorted(fold(name.replace("-", " ")).split()))
