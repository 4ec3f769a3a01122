"""Choosing what one sees of each application in the table."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from grants.models import ChosenColumns
from grants.rules.columns import Column, columns_named

if TYPE_CHECKING:
    from people.models import User


def chosen_columns(user: User) -> list[Column]:
    """What `user` chose, in the table's order; nothing where they chose nothing, or nothing of it is left."""
    row = ChosenColumns.objects.filter(user=user).first()
    return columns_named(row.keys) if row else []


def choose_columns(*, keys: Collection[str], by: User) -> list[Column]:
    """Keep the columns with these `keys` for `by`; with none, go back to the usual ones. Return what was kept."""
    wanted = columns_named(keys)
    if wanted:
        kept = {"keys": [one.key for one in wanted]}
        ChosenColumns.objects.update_or_create(user=by, defaults=kept)
    else:
        ChosenColumns.objects.filter(user=by).delete()
    return wanted
