"""What changed between two submissions of one application: answer by answer, row by row, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from questionnaires.summary import Line, Part, Table

SAME, ADDED, REMOVED = "same", "added", "removed"
WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """Some words of an answer; `kind` says whether they stayed, came or went."""

    kind: str
    text: str


@dataclass(frozen=True)
class Changed:
    """One question whose answer is another now: its rows, each in pieces."""

    title: str
    rows: list[list[Piece]]


def differences(before: Iterable[Part], after: Iterable[Part]) -> list[Changed]:
    """Return the questions answered otherwise in `after` than in `before`, in the order of `after`.

    Questions are the same by their key; those no longer asked come last, with what they said.
    """
    old, new = _by_key(before), _by_key(after)
    keys = [*new, *(key for key in old if key not in new)]
    found = []
    for key in keys:
        was, is_now = _rows(old.get(key)), _rows(new.get(key))
        if was != is_now:
            line = new.get(key) or old[key]
            found.append(Changed(line.block.title, list(_compare(was, is_now))))
    return found


def _by_key(parts: Iterable[Part]) -> dict[str, Line]:
    return {line.block.key: line for part in parts for line in part.lines}


def _rows(line: Line | None) -> list[str]:
    """An answer as rows of text: paragraphs, items, files with their size in bytes, rows of a table with its sums."""
    if line is None or line.is_empty:
        return []
    if line.table:
        return _table(line.table)
    if line.files:
        return [f"{file.name} ({file.size} B)" for file in line.files]
    return list(line.items) or line.text.splitlines()


def _table(table: Table) -> list[str]:
    return [_told(cells) for cells in [*table.labelled_rows(), *table.labelled_foot()]]


def _told(cells: Sequence[tuple[str, str, bool]]) -> str:
    (_label, first, _number), *others = cells
    return " · ".join([first, *(f"{label}: {cell}" for label, cell, _is in others if cell)])


def _compare(before: Sequence[str], after: Sequence[str]) -> Iterator[list[Piece]]:
    """Rows that stayed, came, went, or were rewritten in their place."""
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        went, came = before[a:b], after[c:d]
        if what == "equal":
            yield from ([Piece(SAME, row)] for row in came)
            continue
        paired = min(len(went), len(came))
        for one, other in zip(went[:paired], came[:paired], strict=True):
            yield _words(one, other)
        yield from ([Piece(REMOVED, row)] for row in went[paired:])
        yield from ([Piece(ADDED, row)] for row in came[paired:])


def _words(before: str, after: str) -> list[Piece]:
    """One row rewritten; where hardly a word stayed, the whole of it went and came."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 0.3:
        return [Piece(REMOVED, before), Piece(ADDED, after)]
    pieces = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            pieces.append(Piece(SAME, "".join(new[c:d])))
            continue
        pieces += [Piece(REMOVED, "".join(old[a:b]))] if b > a else []
        pieces += [Piece(ADDED, "".join(new[c:d]))] if d > c else []
    return pieces
