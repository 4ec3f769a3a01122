"""Throw-away PostgreSQL and Redis for the tests: their own folder, their own port, gone afterwards."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PATIENCE = 30.0  # seconds a server gets to answer
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


def free_port() -> int:
    """Return a port of this machine that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def postgres_bin() -> Path | None:
    """Return the folder with `initdb` and `pg_ctl`: Debian keeps them off the PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)
    on_path = shutil.which("initdb")
    found = [path for path in folders if (path / "initdb").exists()]
    if found:
        return found[-1]
    return Path(on_path).parent if on_path else None


def as_ordinary_user() -> list[str]:
    """Return what to put before a command so that root runs it as somebody: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return []
    somebody = pwd.getpwnam("postgres" if _exists("postgres") else "nobody")
    return ["setpriv", f"--reuid={somebody.pw_uid}", f"--regid={somebody.pw_gid}", "--clear-groups"]


def _exists(name: str) -> bool:
    with contextlib.suppress(KeyError):
        return bool(pwd.getpwnam(name))
    return False


@contextlib.contextmanager
def postgres(binaries: Path) -> Iterator[str]:
    """Run a new, empty PostgreSQL for the length of the block; yield its DATABASE_URL."""
    prefix, port = as_ordinary_user(), free_port()
    with tempfile.TemporaryDirectory(prefix="tandem-pg-") as folder:
        # The server's user must reach and own its folder; root made it.
        Path(folder).chmod(0o777)
        data = Path(folder) / "data"
        quiet = {"cwd": folder, "stdout": subprocess.DEVNULL}
        initdb = ["initdb", "-D", str(data), "-U", "tandem", "-A", "trust", "-E", "UTF8"]
        subprocess.run(
            [*prefix, str(binaries / initdb[0]), *initdb[1:], "--locale=C.UTF-8", "-N"],
            check=True,
            **quiet,
        )
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} {QUICK}"
        control = [*prefix, str(binaries / "pg_ctl"), "-D", str(data), "-w"]
        subprocess.run(
            [*control, "-l", f"{folder}/log", "-o", options, "start"], check=True, **quiet
        )
        try:
            yield f"postgres://tandem@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, **quiet)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """Run a Redis that keeps nothing for the length of the block; yield its REDIS_URL."""
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
    try:
        _await_port(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(timeout=10)


def _await_port(port: int) -> None:
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"Nothing answers on port {port}.")
