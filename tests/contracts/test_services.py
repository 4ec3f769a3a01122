"""On real services: migrations on both databases, a real worker over Redis."""

import os
import subprocess
import sys
import time

import psycopg
import pytest
from django.conf import settings

from cms.celery import app


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


def test_an_empty_folder_becomes_an_installation_without_the_demo(tmp_path):
    done = manage("first_start", "--without-demo", TANDEM_VAR=str(tmp_path), TANDEM_DEMO="0")

    assert done.returncode == 0, done.stderr
    assert "/start/" in (tmp_path / "welcome.txt").read_text()
    assert manage("verify_integrity", TANDEM_VAR=str(tmp_path)).returncode == 0


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
