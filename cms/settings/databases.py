"""SQLite under `var/` unless DATABASE_URL names a PostgreSQL database."""

from typing import Any

from .environment import VAR, env


def sqlite(name: str) -> dict[str, Any]:
    """Describe a SQLite database at the path `name`, safe for several processes.

    IMMEDIATE takes the write lock when a transaction begins, so that a move which reads before
    it writes can not lose a race; FULL survives a power cut (measured, see docs/adr/0005).
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def chosen() -> dict[str, Any]:
    """Describe the database that the environment asks for."""
    if not env.str("DATABASE_URL", default=""):
        VAR.mkdir(parents=True, exist_ok=True)
        return sqlite(str(VAR / "tandem.sqlite3"))
    database: dict[str, Any] = dict(env.db_url("DATABASE_URL"))
    if "sqlite" in database["ENGINE"]:
        return sqlite(str(database["NAME"]))
    database["CONN_HEALTH_CHECKS"] = True
    database["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
    return database
