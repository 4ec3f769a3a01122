"""One archive with all that an installation can not make again: the database and the files."""

import sqlite3
import subprocess
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection


class BackupFailedError(Exception):
    """The archive could not be written; the message is a sentence for whoever runs the command."""


def write_backup(*, at: datetime) -> Path:
    """Write database, private files and published files into one archive named by `at`.

    Returns the archive's path under `settings.TANDEM_BACKUPS`.

    Raises:
        BackupFailedError: when the database can not be copied.
    """
    folder = Path(settings.TANDEM_BACKUPS)
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"tandem-{at:%Y%m%d-%H%M%S}.tar.gz"
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        database = copy_database(Path(scratch))
        half = Path(scratch) / archive.name
        with tarfile.open(half, "w:gz") as tar:
            tar.add(database, database.name)
            for kept in (settings.TANDEM_FILES, settings.MEDIA_ROOT):
                if Path(kept).exists():
                    tar.add(kept, Path(kept).name)
        half.rename(archive)
    return archive


def copy_database(folder: Path) -> Path:
    """Copy the database into `folder` as it stands at one instant, while the site goes on."""
    if connection.vendor == "sqlite":
        return copy_sqlite(folder)
    return dump_postgresql(connection.get_connection_params(), folder)


def copy_sqlite(folder: Path) -> Path:
    """Copy by SQLite's own backup, which sees a whole transaction or none of it."""
    target = folder / "tandem.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(target) as copy:
        connection.connection.backup(copy)
    copy.close()
    return target


def dump_postgresql(parameters: dict[str, Any], folder: Path) -> Path:
    """Have `pg_dump` write its custom format, which `pg_restore` reads."""
    target = folder / "tandem.pgdump"
    command = ["pg_dump", "--format=custom", "--no-owner", f"--file={target}"]
    for option, key in (("--host", "host"), ("--port", "port"), ("--username", "user")):
        if parameters.get(key):
            command.append(f"{option}={parameters[key]}")
    secret = {"PGPASSWORD": str(parameters["password"])} if parameters.get("password") else {}
    try:
        subprocess.run(  # noqa: S603 -- our own command, no shell
            [*command, parameters["dbname"]],
            check=True,
            env={"PATH": "/usr/bin:/usr/local/bin", **secret},
        )
    except (OSError, subprocess.CalledProcessError) as reason:
        raise BackupFailedError(f"pg_dump did not copy the database: {reason}") from reason
    return target
