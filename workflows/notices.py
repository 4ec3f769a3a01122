"""Who hears of a move, and in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .letters import Letter
from .registry import Registry
from .topics import Topic


@dataclass(frozen=True)
class Mail:
    """An addressee who has no account. `language` is an ISO code: pl or en."""

    address: str
    language: str = "pl"
    name: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter: `content` as text or as bytes; `kind` is its MIME type with parameters."""

    name: str
    kind: str
    content: str | bytes


def _nothing(obj: Any, entry: Any) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Notice:
    """A letter that a move sends.

    `template` names the texts `templates/emails/<template>.<language>.txt`; `to` gives the addressees
    (accounts or `Mail`); `gives` the values of the placeholders, a fixed list named in `placeholders`;
    `attaches` makes the file that goes with it, in the addressee's language; `leads_to` gives the page that
    its link opens where that is not the object's own, which the addressees may not see; `words` finds the text that
    staff wrote for this one object's circle (a call) in a language; None where the installation's words hold.
    `topic` says whether and how an addressee may choose to get it. Of a `fleeting` one neither address nor words stay
    once it has left, or was given up.
    With `to_others` nobody hears of what they did themselves, or what was entered in their place.
    """

    template: str
    to: Callable[[Any], Iterable[Any]]
    gives: Callable[[Any, Any], Mapping[str, Any]] = _nothing
    placeholders: tuple[str, ...] = field(default=())
    attaches: Callable[[Any], Attachment] | None = None
    leads_to: Callable[[Any], str] | None = None
    words: Callable[[Any, str], Letter | None] | None = None
    topic: Topic = field(kw_only=True)
    to_others: bool = False
    fleeting: bool = False

    def __post_init__(self) -> None:
        notices.add(self.template, self)


notices: Registry[Notice] = Registry("notices")
