"""Starting in production: everything from the environment, and a missing value says its name."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

COMPLETE = {
    "SECRET_KEY": "s" * 50,
    "HISTORY_KEY": "h" * 50,
    "DATABASE_URL": "postgres://tandem@127.0.0.1/tandem",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "TANDEM_URL": "https://tandem.example.org",
    "ALLOWED_HOSTS": "tandem.example.org",
    "DEFAULT_FROM_EMAIL": "Tandem <tandem@example.org>",
    "EMAIL_URL": "smtp+tls://user:word@127.0.0.1:587",
}


def start(tmp_path, environment):
    """Load the production settings in a process of their own; return what it said and its status."""
    code = "import django; django.setup(); from django.conf import settings; print(settings.DEBUG, settings.TANDEM_DEMO)"
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            "TANDEM_VAR": str(tmp_path),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_all_values_and_is_neither_debug_nor_demo(tmp_path):
    done = start(tmp_path, COMPLETE)

    assert done.stdout.strip() == "False False", done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "HISTORY_KEY", "DATABASE_URL", "EMAIL_URL"])
def test_a_missing_value_stops_the_start_with_its_name_and_a_sentence(tmp_path, name):
    done = start(tmp_path, {key: value for key, value in COMPLETE.items() if key != name})

    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert f"{name} is not set. " in last
    assert last.endswith(".")
