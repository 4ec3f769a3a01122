"""A move and its five facts: from where, to where, who may, whether, who hears of it.

`@transition` stands on django-fsm's decorator, which checks the source and sets the target, and makes
of the method the one door (`door.perform`) through which the state can change.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

import django_fsm
from django.utils.translation import gettext_lazy as _

from . import door
from .actors import SYSTEM
from .guards import Guard, guard
from .notices import Notice
from .predicates import Predicate, Sentence

__all__ = ["SYSTEM", "Move", "has_note", "move_named", "moves_of", "transition"]

NoteRule = Literal["none", "may", "must"]
UNDO = "undo"  # the name of the move that takes the last one back
InsteadRule = Literal["any", "paper", "none"]


@guard(_("Say why: the people concerned will read it."))
def has_note(obj: Any, note: str) -> bool:
    return bool(note.strip())


@dataclass(eq=False)
class Move:
    """One row of a lifecycle's table.

    `note` says whether the person may or must write why; `instead` whether somebody else may enter it in their
    place: however it reached them, from a signed paper only, or never. `undo` holds the facts without which it is not
    taken back; None where it never is. `undone` is what a counter-move takes back: the move and its entry.
    """

    name: str
    label: Sentence
    sources: tuple[str, ...]
    target: str
    may: Predicate
    guards: tuple[Guard, ...]
    tells: tuple[Notice, ...]
    body: Callable[..., None]
    takes: frozenset[str]
    defaults: dict[str, Any]
    primary: bool = False
    note: NoteRule = "none"
    instead: InsteadRule = "any"
    undo: tuple[Guard, ...] | None = None
    undone: tuple[Move, Any] | None = None
    model: Any = None

    def leaves(self, state: str) -> bool:
        """Whether the move starts from `state`."""
        return str(state) in self.sources

    def why_not(self, obj: Any, given: dict[str, Any]) -> list[str]:
        """Every guard's sentence for `obj`; `given` holds all that the guards ask for."""
        return [sentence for each in self.guards for sentence in each.sentences(obj, given)]

    def why_not_yet(self, obj: Any, given: dict[str, Any]) -> list[str]:
        """The sentences known before anything is typed: of the guards that ask for no more than `given`."""
        askable = (each for each in self.guards if each.can_be_asked_with(given))
        return [sentence for each in askable for sentence in each.sentences(obj, given)]

    def __repr__(self) -> str:
        return f"<move: {getattr(self.model, '__name__', '?')}.{self.name}>"


def _defaults(parameters: dict[str, inspect.Parameter]) -> dict[str, Any]:
    """The inputs that a caller may leave out, with what stands in for them."""
    return {name: one.default for name, one in parameters.items() if one.default is not one.empty}


def transition(
    *,
    source: str | Iterable[str],
    target: str,
    may: Predicate,
    label: Sentence,
    guards: Sequence[Guard] = (),
    tells: Sequence[Notice] = (),
    primary: bool = False,
    note: NoteRule = "none",
    instead: InsteadRule = "any",
    undo: Sequence[Guard] | None = None,
) -> Callable[[Callable[..., None]], Callable[..., Any]]:
    """Make a method the move `source` → `target`.

    The body changes fields of `self` only and receives those of `by`, `at`, `note` and the move's own inputs
    that it names. The finished method is called `obj.move(by=…, seen=…, at=…, note=…, **inputs)` and returns
    the history entry; it raises a `MoveRefused` when the move may not happen. `instead` and `undo` as in `Move`.
    """
    sources = (source,) if isinstance(source, str) else tuple(source)

    def decorate(body: Callable[..., None]) -> Callable[..., Any]:
        step = django_fsm.transition(
            field="state",
            source=list(sources),
            target=target,
            permission=lambda obj, user: may(user, obj),
        )(body)
        parameters = dict(list(inspect.signature(body).parameters.items())[1:])
        move = Move(
            name=body.__name__,
            label=label,
            sources=tuple(str(s) for s in sources),
            target=str(target),
            may=may,
            guards=(*guards, has_note) if note == "must" else tuple(guards),
            tells=tuple(tells),
            body=step,
            takes=frozenset(parameters),
            primary=primary,
            note=note,
            instead=instead,
            undo=None if undo is None else tuple(undo),
            defaults=_defaults(parameters),
        )

        @wraps(step)
        def through_the_door(
            self: Any,
            *,
            by: Any,
            seen: int | None = None,
            at: Any = None,
            note: str = "",
            **inputs: Any,
        ) -> Any:
            return door.perform(self, move, by=by, seen=seen, at=at, note=note, inputs=inputs)

        through_the_door.move = move  # type: ignore[attr-defined]
        return through_the_door

    return decorate


def moves_of(model: Any) -> list[Move]:
    """The moves of a lifecycle, in the order in which its file tells them."""
    found: dict[str, Move] = {}
    for each in reversed(model.__mro__):
        for name, attribute in vars(each).items():
            if isinstance(getattr(attribute, "move", None), Move):
                found[name] = attribute.move
    return list(found.values())


def move_named(model: Any, name: str) -> Move | None:
    """The move of `model` called `name` (as in its address), or None."""
    return next((move for move in moves_of(model) if move.name == name), None)
