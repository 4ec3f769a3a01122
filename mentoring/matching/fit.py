"""How well two people fit, in parts of 0 to 100 times weights of 0 to 10: whole numbers, so that sums are exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np

#: The parts of a fit, in the order in which pages show them.
PARTS = ("topics", "region", "availability", "forms", "mentee_wish", "mentor_wish")

#: What the first, second and third wish are worth.
WISHES = (100, 67, 33)


@dataclass(frozen=True)
class Weights:
    """What staff hold to be important, 0 to 10 each; the defaults follow domain.md §3 (topic first)."""

    topics: int = 3
    region: int = 2
    availability: int = 2
    forms: int = 1
    mentee_wish: int = 2
    mentor_wish: int = 1

    @property
    def most(self) -> int:
        """Points of a pair that fits in every part."""
        return 100 * sum(asdict(self).values())


@dataclass(frozen=True)
class Profile:
    """One side of a possible pair, named by a number only; `wishes` name the other side, the dearest first."""

    id: int
    region: str = ""
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    availability: tuple[str, ...] = ()
    wishes: tuple[int, ...] = ()
    seats: int = 1

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Self:
        """A profile from a stored row; lists become tuples."""
        given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
        return cls(**given)


Matrix = np.ndarray[Any, Any]


def parts_of(mentees: Sequence[Profile], mentors: Sequence[Profile]) -> dict[str, Matrix]:
    """The parts of every possible pair, 0 to 100, one matrix mentees × mentors each."""
    ours = _column(each.region for each in mentees)
    theirs = _column(each.region for each in mentors).T
    return {
        "topics": _share(mentees, mentors, "topics"),
        "region": np.where((ours == theirs) & (theirs != ""), 100, 0).astype(np.int16),
        "availability": _share(mentees, mentors, "availability"),
        "forms": np.where(_common(mentees, mentors, "forms") > 0, 100, 0).astype(np.int16),
        "mentee_wish": _wishes(mentees, mentors),
        "mentor_wish": np.ascontiguousarray(_wishes(mentors, mentees).T),
    }


def speak_together(mentees: Sequence[Profile], mentors: Sequence[Profile]) -> Matrix:
    """Which pairs have a language in common; whoever named none speaks with everybody."""
    silent = _column("" if each.languages else "silent" for each in mentees) != ""
    quiet = _column("" if each.languages else "silent" for each in mentors).T != ""
    together: Matrix = (_common(mentees, mentors, "languages") > 0) | silent | quiet
    return together


def _column(words: Iterable[str]) -> Matrix:
    found = list(words)
    return np.array(found, dtype=str).reshape(len(found), 1)


def _common(mentees: Sequence[Profile], mentors: Sequence[Profile], name: str) -> Matrix:
    """How many entries of the field `name` both have."""
    people = [*mentees, *mentors]
    known = {
        value: at for at, value in enumerate(sorted({v for p in people for v in getattr(p, name)}))
    }
    marks = np.zeros((len(people), max(len(known), 1)), dtype=np.float32)
    for row, person in enumerate(people):
        for value in getattr(person, name):
            marks[row, known[value]] = 1
    split = len(mentees)
    counted: Matrix = np.rint(marks[:split] @ marks[split:].T).astype(np.int16)
    return counted


def _share(mentees: Sequence[Profile], mentors: Sequence[Profile], name: str) -> Matrix:
    """Which share of what the mentee named the mentor has, in percent rounded down."""
    named = np.array([max(len(set(getattr(each, name))), 1) for each in mentees], dtype=np.int16)
    share: Matrix = 100 * _common(mentees, mentors, name) // named.reshape(len(mentees), 1)
    return share


def _wishes(one: Sequence[Profile], other: Sequence[Profile]) -> Matrix:
    place = {each.id: at for at, each in enumerate(other)}
    found = np.zeros((len(one), len(other)), dtype=np.int16)
    for row, person in enumerate(one):
        for wished, worth in zip(person.wishes, WISHES, strict=False):
            if wished in place:
                found[row, place[wished]] = worth
    return found
