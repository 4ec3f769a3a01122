"""A call written as a file: what it says, without what every call says that says nothing."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import yaml
from django.db import models
from django.utils import timezone

from grants.models import Call
from grants.models.terms.outline import ALL_ROWS, FILE_FIELDS, Rows
from grants.models.terms.snapshot import columns

from .format import FORMS, NEEDED, PLACE


def write_call(call: Call) -> str:
    """The YAML of `call`; loading it changes nothing."""
    values: dict[str, Any] = {PLACE: call.programme.code}
    for name in FILE_FIELDS:
        if name == "activity":
            values[name] = call.activity.code
        elif name in FORMS:
            if chosen := getattr(call, name):
                values[FORMS[name]] = chosen.questionnaire.code
        else:
            values |= _said(call, name, always=name in NEEDED)
    for rows in ALL_ROWS:
        if written := [_row(rows, obj) for obj in getattr(call, rows.name).all()]:
            values[rows.name] = written
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=100)


def _row(rows: Rows, obj: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"key": obj.key} if rows.keyed else {}
    for name in rows.fields:
        if name == "group":
            row |= {"group": obj.group.key} if obj.group_id else {}
        else:
            always = name in {"pool", "rate", "maximum", "percent", "condition"}
            row |= _said(obj, name, always=always)
    return row


def _said(obj: models.Model, name: str, *, always: bool) -> dict[str, Any]:
    named = columns(type(obj), (name,))
    if len(named) > 1:
        texts = {column[-2:]: getattr(obj, column) for column in named if getattr(obj, column)}
        return {name: texts} if texts else {}
    field: Any = obj._meta.get_field(name)
    value = getattr(obj, name)
    if not always and value == field.get_default():
        return {}
    return {name: _written(value)}


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value, timezone.get_default_timezone()).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
