"""YAML as a tree that knows where each value stands; nothing in it is guessed to be a date or "no"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

LARGEST = 1_000_000
"""Characters; the five real programmes are below 7,000."""

DEEPEST = 12
"""Maps and lists inside one another; a programme needs four, and YAML reads thousands for minutes."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: at which key (`place`, as in `indicators[2].of`), in which line, what was expected.

    `place` is empty for the file as a whole, `line` 0 where what stands here already is in the way.
    """

    place: str
    line: int
    expected: str

    def __str__(self) -> str:
        word = pgettext("place in a file", "line")
        line = f"{word} {self.line}" if self.line else ""
        where = ", ".join(part for part in (line, self.place) if part)
        return f"{where}: {self.expected}" if where else self.expected


@dataclass(frozen=True, slots=True)
class Node:
    """One value of the file: text, a list of nodes, a map of nodes, or None where nothing stands."""

    value: str | list[Node] | dict[str, Node] | None
    place: str
    line: int


class Unreadable(ValueError):
    """The text is no tree of plain values; `problems` say where and why."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(str(problem) for problem in problems))


def read_tree(text: str) -> Node:
    """Read YAML `text`; Unreadable when it is not YAML, repeats a key or uses anchors and tags."""
    if len(text) > LARGEST:
        raise Unreadable([Problem("", 1, _("expected a programme file of at most 1 MB"))])
    try:
        _refuse_tricks(text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Unreadable(
            [Problem("", line, _("expected YAML: %s") % (error.problem or error.context))]
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Unreadable([Problem("", 1, _("expected YAML in readable characters"))]) from error
    if root is None:
        raise Unreadable([Problem("", 1, _("expected a programme, found an empty file"))])
    problems: list[Problem] = []
    tree = _node(root, "", problems)
    if problems:
        raise Unreadable(problems)
    return tree


def _refuse_tricks(text: str) -> None:
    """Anchors make a short file endlessly long, deep nesting makes it endlessly slow; no programme needs either."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if getattr(event, "anchor", None):
            expected = _("expected plain values without anchors (& and *)")
            raise Unreadable([Problem("", line, expected)])
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            expected = _("expected no more than %d lists and maps inside one another") % DEEPEST
            raise Unreadable([Problem("", line, expected)])


def _node(raw: Any, place: str, problems: list[Problem]) -> Node:
    line = raw.start_mark.line + 1
    if isinstance(raw, yaml.MappingNode):
        return Node(dict(_pairs(raw, place, problems)), place, line)
    if isinstance(raw, yaml.SequenceNode):
        items = [
            _node(item, f"{place}[{number}]", problems)
            for number, item in enumerate(raw.value, start=1)
        ]
        return Node(items, place, line)
    empty = raw.tag == "tag:yaml.org,2002:null"
    return Node(None if empty else raw.value, place, line)


def _pairs(raw: Any, place: str, problems: list[Problem]) -> Iterator[tuple[str, Node]]:
    seen = set()
    for key, value in raw.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            problems.append(Problem(place, line, _("expected keys that are plain words")))
            continue
        inner = f"{place}.{key.value}" if place else str(key.value)
        if key.value in seen:
            problems.append(Problem(inner, line, _("expected each key once")))
            continue
        seen.add(key.value)
        yield key.value, _node(value, inner, problems)
