"""Whether: facts about an object, each with a sentence that says what to do when it is not so."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any, overload

from .predicates import Sentence

Fact = Callable[..., bool | Iterable[Sentence]]


class Guard:
    """A fact asked before a move. Called with the object and whatever else its parameters name."""

    def __init__(self, fact: Fact, says: Sentence | None) -> None:
        self.fact, self.says = fact, says
        self.name = fact.__name__
        self.asks_for = frozenset(list(inspect.signature(fact).parameters)[1:])

    def sentences(self, obj: Any, given: Mapping[str, Any]) -> list[str]:
        """What stands in the way, as sentences for the page; empty when nothing does.

        `given` holds `by`, `at`, `note` and the move's own inputs; the fact gets those it names.
        """
        answer = self.fact(obj, **{name: given[name] for name in self.asks_for})
        if self.says is not None:
            return [] if answer else [str(self.says)]
        return [str(sentence) for sentence in answer] if not isinstance(answer, bool) else []

    def can_be_asked_with(self, names: Iterable[str]) -> bool:
        """Whether every parameter of the fact is among `names` (a button is drawn before input is typed)."""
        return self.asks_for <= set(names)

    def __repr__(self) -> str:
        return f"<guard: {self.name}>"


@overload
def guard(says: Fact) -> Guard: ...
@overload
def guard(says: Sentence) -> Callable[[Fact], Guard]: ...
def guard(says: Sentence | Fact) -> Guard | Callable[[Fact], Guard]:
    """Make a guard: `@guard(_("sentence"))` over a yes-or-no fact, or bare `@guard` over one that yields sentences."""
    if callable(says):
        return Guard(says, None)
    sentence = says
    return lambda fact: Guard(fact, sentence)
