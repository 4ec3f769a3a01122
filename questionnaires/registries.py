"""Who may own a form: rooms above register what forms belong to; a form without an owner is the installation's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from workflows.predicates import Predicate
from workflows.registry import Registry


@dataclass(frozen=True)
class OwnerKind:
    """A kind of owner: its `model`, the rows whose forms `run_by(user)` says this user keeps, and the twin `may`."""

    label: str | Promise
    model: type[models.Model]
    run_by: Callable[[Any], models.QuerySet[Any]]
    may: Predicate


owners: Registry[OwnerKind] = Registry("questionnaires.owners")


def kind_of(owner: models.Model) -> OwnerKind | None:
    """The registered kind of `owner`; None when nobody registered it."""
    return next((kind for kind in owners if isinstance(owner, kind.model)), None)
