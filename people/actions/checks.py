"""How an action of this room asks who may, and writes what happened."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from people.models.named import Named
from workflows.errors import NotYours, SomeoneWasFaster
from workflows.models import History
from workflows.predicates import Predicate


def require(rule: Predicate, by: Any, obj: Any) -> None:
    """Raise `NotYours` with the rule's sentences unless `by` may."""
    if sentences := rule.why_not(by, obj):
        raise NotYours(sentences)


def record(
    obj: models.Model, move: str, *, by: Any, note: str = "", changes: dict[str, Any] | None = None
) -> History:
    """Append to the history of `obj`, which has no states: only what happened, by whom, and what changed."""
    return History.objects.append(
        obj, move=move, source="", target="", by=by, version=0, note=note, changes=changes
    )


def refuse_if_changed(row: Named, columns: Iterable[str], seen: str) -> None:
    """Raise `SomeoneWasFaster` when `columns` no longer say what the form showed (`seen`, empty: not asked)."""
    if seen and seen != row.fingerprint(columns):
        raise SomeoneWasFaster(
            [
                _(
                    "Somebody changed this while you were writing. Below is what you wrote; save again to keep it."
                )
            ]
        )
