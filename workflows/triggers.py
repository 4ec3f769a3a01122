"""History is append-only in the database itself: a trigger refuses UPDATE, DELETE and TRUNCATE.

Installed after every migrate, again and again: SQLite remakes a table to alter it, and the trigger is
lost with the old one.
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

TABLES = ("workflows_history", "workflows_dailyroot")
REFUSAL = "history is append-only"

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION tandem_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""


def install(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Put the triggers where they are missing. Takes what the signal post_migrate sends."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor, [t for t in TABLES if t in present]):
            cursor.execute(statement)


def lift(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the triggers away: for the flush between tests, and for nothing else."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, table in _names():
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the triggers that are not there, by name."""
    connection = connections[using]
    sqlite = connection.vendor == "sqlite"
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if sqlite
        else "SELECT tgname FROM pg_trigger"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {row[0] for row in cursor.fetchall()}
    return [name for name, _table in _names() if name not in there and _is_for(name, sqlite=sqlite)]


def _is_for(name: str, *, sqlite: bool) -> bool:
    return not (sqlite and name.endswith("_truncate"))


def _names() -> list[tuple[str, str]]:
    verbs = ("update", "delete", "truncate")
    return [(f"{table}_no_{verb}", table) for table in TABLES for verb in verbs]


def statements(vendor: str, tables: list[str]) -> list[str]:
    """What makes `tables` append-only on a database of `vendor`: sqlite or postgresql."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for table in tables
            for verb in ("update", "delete")
        ]
    found = [_FUNCTION]
    for name, table in _names():
        if table in tables:
            verb = name.rsplit("_", 1)[1].upper()
            each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
            found.append(
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION tandem_append_only()"
            )
    return found
