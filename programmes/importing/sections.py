"""Sections of a programme file: each room reads its own; what one changes is written down as it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn

from django.db import models
from django.utils.functional import Promise

from programmes.models import Programme
from workflows.deadlines import in_words
from workflows.lifecycle import Lifecycle
from workflows.registry import Registry

from .tree import Problem, Unreadable


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, as text."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one record: `how` is "new", "changed", "same" or "removed"."""

    how: str
    section: str
    name: str
    fields: tuple[FieldChange, ...] = ()


@dataclass
class Run:
    """One import: the values of the file, the programme they are for, and every change made."""

    values: Mapping[str, Any]
    by: Any
    programme: Programme = field(init=False)
    changes: list[Change] = field(default_factory=list)
    section: str = ""

    @property
    def subject(self) -> Any:
        """What the file is about."""
        return self.programme

    def note(self, how: str, name: object, fields: Iterable[FieldChange] = ()) -> None:
        """Write down what happened to the record called `name`."""
        self.changes.append(Change(how, self.section, str(name), tuple(fields)))

    def put(self, rows: Any, key: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
        """Make the record with `key` among `rows` have `values`; only what differs is written."""
        obj = rows.filter(**key).first()
        if obj is None:
            obj = rows.create(**key, **values)
            self.note("new", obj)
        else:
            self.write(obj, values)
        return obj

    def write(self, obj: models.Model, values: Mapping[str, Any]) -> None:
        """Give `obj` these `values`, saving it only when one of them differs."""
        differing = [
            change for name, value in values.items() if (change := _differs(obj, name, value))
        ]
        if differing:
            for name, value in values.items():
                setattr(obj, name, value)
            if isinstance(obj, Lifecycle):  # whoever has its form open is told, not overwritten
                obj.save_draft(seen=obj.version, fields=values)
            else:
                obj.save()
        self.note("changed" if differing else "same", obj, differing)

    def refuse(self, place: str, expected: str) -> NoReturn:
        """Refuse the whole file: what it says at `place` does not go with what stands here already."""
        raise Unreadable([Problem(place, 0, expected)])

    def remove(self, rows: models.QuerySet[Any]) -> None:
        """Delete `rows`, which only the file described."""
        for obj in rows:
            self.note("removed", obj)
            obj.delete()


def _differs(obj: models.Model, name: str, value: Any) -> FieldChange | None:
    before = getattr(obj, name)
    if (before if before is not None else "") == (value if value is not None else ""):
        return None
    label = obj._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return FieldChange(str(label), _shown(before), _shown(value))


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return in_words(value)
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Section:
    """One part of the file: `apply(run)` writes it with `run.put` and its like, nothing else."""

    label: str | Promise
    apply: Callable[[Run], None]


sections: Registry[Section] = Registry("programmes.importing")
"""In the order in which they are applied."""
