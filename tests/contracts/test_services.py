"""On real services: migrations on both databases, a real worker over Redis."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
from django.conf import settings

from cms.celery import app

pytestmark = pytest.mark.xdist_group("services")


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """A folder for an installation of its own, and a free port; the first start fills it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return tmp_path_factory.mktemp("installation"), port


def manage(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py` in a process of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.dev", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def processes_of(folder: Path) -> list[str]:
    """The processes that run for the installation in `folder`."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"TANDEM_VAR={folder}".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
    return found


def answer_of(url: str, *, within: float) -> int | None:
    """The status with which `url` answers within so many seconds."""
    began = time.monotonic()
    while time.monotonic() - began < within:
        with contextlib.suppress(OSError), urlopen(url, timeout=5) as response:  # noqa: S310 -- ours
            return response.status
        time.sleep(0.2)
    return None


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_make_run_serves_an_empty_folder_and_ends_what_it_started(installation, ending):
    folder, port = installation
    environment = {"TANDEM_VAR": str(folder), "PORT": str(port), "DEMO": "0"}
    supervisor = subprocess.Popen(
        [sys.executable, "scripts/run.py"],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )

    assert answer_of(f"http://127.0.0.1:{port}/healthz/", within=200) == 200
    supervisor.send_signal(ending)
    supervisor.wait(timeout=20)

    began = time.monotonic()
    while (left := processes_of(folder)) and time.monotonic() - began < 10:
        time.sleep(0.2)
    assert left == []


def test_a_new_installation_says_how_to_log_in_and_its_history_is_whole(installation):
    folder, _port = installation
    manage("first_start", TANDEM_VAR=str(folder), TANDEM_DEMO="0")

    assert "{site}/start/" in (folder / "welcome.txt").read_text()
    assert manage("verify_integrity", TANDEM_VAR=str(folder)).returncode == 0


@pytest.mark.postgres
def test_migrations_make_the_same_tables_on_postgresql(tmp_path):
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE migrated")
    environment = {"DATABASE_URL": url.rsplit("/", 1)[0] + "/migrated", "TANDEM_VAR": str(tmp_path)}

    done = manage("first_start", "--without-demo", **environment)

    assert done.returncode == 0, done.stderr


@pytest.mark.redis
def test_a_worker_answers_over_redis(tmp_path):
    app.conf.update(broker_url=os.environ["REDIS_URL"], broker_transport_options={})
    command = ["-m", "celery", "--app", "cms", "worker", "--pool", "solo", "--loglevel", "error"]
    worker = subprocess.Popen(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "TANDEM_VAR": str(tmp_path),
        },
    )
    try:
        began, answers = time.monotonic(), []
        while not answers and time.monotonic() - began < 40:
            answers = app.control.ping(timeout=1)
    finally:
        worker.kill()
        worker.wait()

    assert [answer for each in answers for answer in each.values()] == [{"ok": "pong"}]
