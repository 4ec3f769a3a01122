"""The rules of a call as plain values at one moment, and what differs between two moments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from .outline import ALL_FIELDS, ALL_ROWS, Rows

if TYPE_CHECKING:
    from grants.models import Call

LANGUAGES = ("pl", "en")
ORDER = "*"  # no key of a row; `rows.*` is the order of a table's rows


@dataclass(frozen=True)
class Difference:
    """One rule before and after, as plain values.

    `what` is a field, or `rows.key.field`; a whole row has no field, and `rows.*` is the order of the rows.
    """

    what: str
    before: Any
    after: Any


def columns(model: type[models.Model], fields: tuple[str, ...]) -> list[str]:
    """The columns behind `fields`: a translated one has a column for each language."""
    translated = {
        base
        for base in fields
        if any(one.name == f"{base}_{LANGUAGES[0]}" for one in model._meta.concrete_fields)
    }
    return [
        column
        for name in fields
        for column in ([f"{name}_{tag}" for tag in LANGUAGES] if name in translated else [name])
    ]


def row_key(rows: Rows, obj: Any) -> str:
    """By what a row is known in its call."""
    return str(obj.key if rows.keyed else obj.position)


def plain(obj: Any, column: str) -> Any:
    """The value of a column as JSON knows it: amounts and instants as text, a related row by its key."""
    field = obj._meta.get_field(column)
    if column == "group":
        return obj.group.key if obj.group_id else None
    if isinstance(field, models.ForeignKey):
        return str(getattr(obj, column) or "") or None
    value = field.value_from_object(obj)
    if hasattr(field, "translated_field"):  # a language in which nothing stands may be NULL
        return value or ""
    if value is None or isinstance(value, str | bool | int | list):
        return value
    return _encoder.default(value)


_encoder = DjangoJSONEncoder()


def snapshot(call: Call) -> dict[str, Any]:
    """Every rule of `call`: field → value, table → {row → {column → value}}, `table.*` → its rows in their order."""
    values: dict[str, Any] = {
        column: plain(call, column) for column in columns(type(call), ALL_FIELDS)
    }
    for rows in ALL_ROWS:
        manager = getattr(call, rows.name)
        named = columns(manager.model, rows.fields)
        values[rows.name] = {
            row_key(rows, obj): {column: plain(obj, column) for column in named}
            for obj in manager.all()
        }
        if rows.keyed:
            values[f"{rows.name}.{ORDER}"] = [*values[rows.name]]
    return values


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What differs between two snapshots, in the order of the chapters."""
    return [found for name in before for found in _differing(name, before[name], after[name])]


def _differing(what: str, before: Any, after: Any) -> Iterator[Difference]:
    if what.endswith(ORDER):  # a row more or less is said by itself and moves no other
        before, after = _of_both(before, after), _of_both(after, before)
    if before == after:
        return
    if not (isinstance(before, dict) and isinstance(after, dict)):
        yield Difference(what, before, after)
        return
    for key in dict.fromkeys([*before, *after]):
        yield from _differing(f"{what}.{key}", before.get(key), after.get(key))


def _of_both(keys: list[str], others: list[str]) -> list[str]:
    return [key for key in keys if key in others]
