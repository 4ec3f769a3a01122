"""Factories walk the real moves to the state they are asked for, and each walk is taken once.

A factory marked `@remembered` is run the first time it is asked for something; what it wrote is kept.
The next test that asks for the same, in a database that has gone the same way since it was empty, gets
the same rows written again in a fraction of the time. A test that has written anything by another way
in between is on a path of its own: there the factory runs as if nothing were remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import wraps
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection, models, transaction
from django.test import TestCase
from django.utils.translation import get_language

from workflows import clock
from workflows.models import StoredFile
from workflows.models.file import private_storage

PLAIN = (str, bytes, int, float, bool, type(None), Decimal, datetime, date, timedelta, Enum)

LOGGED = "structlog_"


@dataclass
class Walk:
    """What one call of a factory wrote, what it gave back, and the walks that went on from there."""

    statements: list[tuple[str, Any, bool]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    afterwards: list[Callable[[], Any]] = field(default_factory=list)
    made: models.QuerySet[Any] | None = None
    onwards: dict[Hashable, Walk] = field(default_factory=dict)


class NotToBeRemembered(Exception):
    """Something was asked for with a value that two tests cannot share."""


class Path:
    """Where this test's database has come to by remembered walks alone."""

    def __init__(self) -> None:
        self.roots: dict[Hashable, Walk] = {}
        self.here: Walk | None = None
        self.changes = -1
        self.busy = False

    def begin(self) -> None:
        """Stand at the root: the test has its transaction and has written nothing yet.

        Keys are given anew from where the sequences stand, so they are part of the root's name.
        """
        self.leave()
        if connection.vendor != "sqlite":
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
            self.stand_at(self.roots.setdefault(tuple(cursor.fetchall()), Walk()))

    def leave(self) -> None:
        """Stand nowhere: what is written now is nobody's to remember."""
        self.here, self.busy = None, False

    def stand_at(self, walk: Walk) -> None:
        """Note that the database is as `walk` left it."""
        self.here, self.changes = walk, connection.connection.total_changes

    def is_known(self) -> bool:
        """Whether nothing was written since the last walk (SQLite counts every changed row)."""
        return (
            self.here is not None
            and connection.connection is not None
            and connection.connection.total_changes == self.changes
        )


path = Path()


def remembered(factory: Callable[..., Any]) -> Callable[..., Any]:
    """Mark `factory`, which writes rows and returns one model instance (or nothing)."""

    @wraps(factory)
    def walk(*args: Any, **fields: Any) -> Any:
        if path.busy or not path.is_known():
            return factory(*args, **fields)
        try:
            asked = (factory, _name(args), _name(fields), _surroundings())
        except NotToBeRemembered:
            return factory(*args, **fields)
        known = path.here.onwards.get(asked)
        if known is None:
            known = _take(factory, args, fields)
            path.here.onwards[asked] = known
        else:
            _take_again(known)
        path.stand_at(known)
        return None if known.made is None else known.made.get()

    return walk


def keep_paths(patch: pytest.MonkeyPatch) -> None:
    """Have each test that is rolled back walk from the root; outside such a test nothing is remembered."""
    set_up, tear_down = TestCase._fixture_setup.__func__, TestCase._fixture_teardown

    def set_up_and_begin(cls: type[TestCase]) -> None:
        set_up(cls)
        path.begin()

    def tear_down_and_leave(self: TestCase) -> None:
        path.leave()
        tear_down(self)

    patch.setattr(TestCase, "_fixture_setup", classmethod(set_up_and_begin))
    patch.setattr(TestCase, "_fixture_teardown", tear_down_and_leave)


def _take(factory: Callable[..., Any], args: Any, fields: Any) -> Walk:
    known = Walk()

    def note(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        if not sql.lstrip().upper().startswith(("SELECT", "PRAGMA")):
            known.statements.append((sql, params, many))
        return execute(sql, params, many, context)

    earlier, waiting = set(_places()), len(connection.run_on_commit)
    path.busy = True
    try:
        with connection.execute_wrapper(note):
            made = factory(*args, **fields)
    finally:
        path.busy = False
    known.afterwards = [entry[1] for entry in connection.run_on_commit[waiting:]]
    for place in set(_places()) - earlier:
        with private_storage().open(place) as file:
            known.files[place] = file.read()
    if made is not None:
        known.made = _as_found(made)
    return known


def _as_found(made: models.Model) -> models.QuerySet[Any]:
    """The query that gives `made` again, with what the factory had fetched beside it."""
    beside = [one.name for one in made._meta.fields if one.is_relation and one.is_cached(made)]
    rows = type(made)._base_manager.filter(pk=made.pk)
    return rows.select_related(*beside) if beside else rows


def _take_again(known: Walk) -> None:
    with connection.cursor() as cursor:
        for sql, params, many in known.statements:
            (cursor.executemany if many else cursor.execute)(sql, params)
    for place, content in known.files.items():
        if not private_storage().exists(place):
            private_storage().save(place, ContentFile(content))
    for call in known.afterwards:
        transaction.on_commit(call)


def _places() -> Any:
    return StoredFile.objects.values_list("place", flat=True)


def _surroundings() -> Hashable:
    """What a move may depend on beside the database: the day, the language, what is set around it.

    What lines of the log carry is no part of it: it names the last request, which is another in each test.
    """
    around = (
        (one.name, value)
        for one, value in copy_context().items()
        if type(value) in PLAIN and not one.name.startswith(LOGGED)
    )
    return clock.today(), get_language(), frozenset(around)


def _name(value: Any) -> Hashable:
    """A name of `value` that two tests share; rows are named by their key."""
    if isinstance(value, models.Model):
        return (type(value), value.pk)
    if isinstance(value, PLAIN):
        return (type(value), value)
    if isinstance(value, dict):
        return tuple((key, _name(one)) for key, one in sorted(value.items()))
    if isinstance(value, list | tuple):
        return tuple(_name(one) for one in value)
    raise NotToBeRemembered
