"""What follows when somebody joins or leaves those who run a programme: rooms above say it here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workflows.registry import Registry

#: Called with the programme, in the transaction that gave or ended a role.
team_changes: Registry[Callable[[Any], None]] = Registry("programmes.team_changes")


def team_changed(programme: Any) -> None:
    """Let every room look at what waits for those who run `programme`."""
    for follow in team_changes:
        follow(programme)
