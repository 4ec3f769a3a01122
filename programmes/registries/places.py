"""The pages of a programme's workspace: every room adds the ones it keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from workflows.predicates import Predicate
from workflows.registry import Registry


@dataclass(frozen=True)
class Place:
    """A page about a programme: `url(programme)` is its address, `may` says who sees it, `order` its place."""

    label: str | Promise
    url: Callable[[Any], str]
    may: Predicate
    order: int


places: Registry[Place] = Registry("programmes.places")
