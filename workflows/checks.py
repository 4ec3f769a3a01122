"""System checks: every lifecycle is whole, and the history's triggers are in place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core import checks
from django.db import connections

from . import triggers
from .consequences import consequences
from .inbox import lifecycle_models
from .lifecycle import Category, StateField
from .moves import moves_of

UNDER_WAY = {Category.DRAFT, Category.IN_HANDS, Category.YOURS, Category.RETURNED}


def check_lifecycles(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """What is wrong with any lifecycle of the installation, as errors that stop a start."""
    return [
        checks.Error(sentence, obj=model, id="workflows.E001")
        for model in lifecycle_models()
        for sentence in faults(model)
    ]


def faults(model: Any) -> list[str]:
    """What is wrong with the lifecycle of `model`, in sentences: its field, its names, its ways, its owners."""
    found = [*_field_faults(model)]
    return found or [
        *_unknown_names(model),
        *_unreachable(model),
        *_without_owner(model),
        *_not_undone_whole(model),
    ]


def _field_faults(model: Any) -> Iterator[str]:
    """The state stands on the concrete model: django-fsm drops the moves of an overridden one silently."""
    field = next((each for each in model._meta.fields if each.name == "state"), None)
    if not isinstance(field, StateField):
        yield "It has no StateField called “state”."
        return
    bases = [base for base in model.__mro__[1:] if getattr(base, "_meta", None) is not None]
    if any(each.name == "state" for base in bases for each in base._meta.local_fields):
        yield "Its state field stands on a base class, or overrides one; put it on the model alone."
    lost = {move.name for move in moves_of(model)} - set(field.transitions.get(model, ()))
    if lost:
        yield f"Its field knows nothing of the moves {', '.join(sorted(lost))}."


def _unknown_names(model: Any) -> Iterator[str]:
    """States that a move, the path or the table of owners names, and that there are not."""
    moves = moves_of(model)
    named = {source for move in moves for source in move.sources}
    named |= {move.target for move in moves} | {str(state) for state in (*model.owes, *model.path)}
    for name in sorted(named - set(model.States.values)):
        yield f"“{name}” is named, but there is no such state."


def _unreachable(model: Any) -> Iterator[str]:
    """States to which no chain of moves leads from the first one."""
    reached, edge = set(), {str(model._meta.get_field("state").default)}
    while edge:
        reached |= edge
        edge = {
            move.target for move in moves_of(model) if reached.intersection(move.sources)
        } - reached
    for state in model.States.values:
        if state not in reached:
            yield f"No move leads to “{state}”."


def _without_owner(model: Any) -> Iterator[str]:
    """A state under way needs a way out and says whose move it is; a pause or an end may be for good."""
    left = {source for move in moves_of(model) for source in move.sources}
    owed = {str(state) for state in model.owes}
    for state in model.States:
        value, under_way = str(state), state.category in UNDER_WAY
        if (under_way or value in owed) and value not in left:
            yield f"Nothing leads out of “{value}”."
        if under_way and value not in owed:
            yield f"Nobody has the move in “{value}”."


def _not_undone_whole(model: Any) -> Iterator[str]:
    """A move that can be taken back sets nothing off but what is worked out anew with it."""
    for move in moves_of(model):
        again = consequences.recounting(move)
        lasting = [each.__name__ for each in consequences.of(move) if each not in again]
        if move.undo is not None and lasting:
            yield f"“{move.name}” can be taken back, but {', '.join(lasting)} would stay done."


def check_triggers(
    app_configs: Any, databases: Any = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """SQLite loses a trigger without a word when a table is remade."""
    found: list[checks.CheckMessage] = []
    for alias in databases or []:
        there = set(connections[alias].introspection.table_names())
        if not there.issuperset(triggers.TABLES):
            continue
        found += [
            checks.Warning(
                f"The trigger {name} is missing: history could be altered.",
                hint="Run `manage.py migrate`; it puts the triggers back.",
                id="workflows.W001",
            )
            for name in triggers.missing(alias)
        ]
    return found
