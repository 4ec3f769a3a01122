"""Projects that a programme funds, and what else it can offer to those who carry them out.

The room that keeps the projects says where they are found; a room that has something to offer says what. So a page of
a grant shows the help of another room, and neither knows the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from workflows.registry import Registry


@dataclass(frozen=True)
class Project:
    """A funded project: its `name` in addresses, who carries it out, its idea in their own words, its page."""

    name: str
    title: str
    idea: str
    url: str
    programme: Any
    person: Any


@dataclass(frozen=True)
class Help:
    """One line of help: what it is, how it stands, and the address that `label` leads to; with `asks` by a POST."""

    title: str
    note: str
    url: str
    label: str
    asks: bool = False


#: Called with a user and a key: the project of that key whose help this user may arrange, or None.
projects: Registry[Callable[[Any, str], Project | None]] = Registry("programmes.projects")
#: Called with a user and a project that they may arrange help for.
helps: Registry[Callable[[Any, Project], Iterable[Help]]] = Registry("programmes.helps")


def project_named(user: Any, name: str) -> Project | None:
    """The project of that name, None where there is none that this user may arrange help for."""
    kind, _hyphen, key = name.partition("-")
    find = projects.get(kind)
    known = key.isascii() and key.isdecimal() and len(key) < 10
    return find(user, key) if find and known else None


def help_for(user: Any, project: Project) -> list[Help]:
    """What every room offers to whoever carries the project out."""
    return [line for offers in helps for line in offers(user, project)]
