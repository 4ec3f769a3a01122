"""System checks: every lifecycle is whole, and the history's triggers are in place."""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.db import connections

from . import triggers
from .inbox import lifecycle_models
from .moves import moves_of


def check_lifecycles(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every state is reachable; one that is not final has a way out and somebody whose move it is."""
    return [
        checks.Error(sentence, obj=model, id="workflows.E001")
        for model in lifecycle_models()
        for sentence in faults(model)
    ]


def faults(model: Any) -> list[str]:
    """What is wrong with the lifecycle of `model`, in sentences."""
    moves = moves_of(model)
    states = [str(state) for state in model.States]
    first = str(model._meta.get_field("state").default)
    reached = {first, *(move.target for move in moves)}
    left = {source for move in moves for source in move.sources}
    found = [f"No move leads to “{state}”." for state in states if state not in reached]
    owed = {str(state) for state in model.owes}
    found += [
        f"“{state}” is somebody's move, but nothing leads out."
        for state in owed
        if state not in left
    ]
    return found


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
