"""Where settings come from: environment variables, and in development files under `var/`."""

import os
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# Everything an installation writes (database, files, mail, queue) lies in this one folder.
VAR = Path(env.str("TANDEM_VAR", default=str(BASE_DIR / "var"))).resolve()


def required(name: str, why: str) -> str:
    """Read `name` from the environment, or stop the start with its name and one sentence.

    Raises:
        ImproperlyConfigured: when the variable is missing or empty.
    """
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {why}")
    return value


def kept_secret(name: str) -> str:
    """Read the secret `name`; in development make one on the first start and keep it in `var/`."""
    value = env.str(name, default="").strip()
    if value:
        return value
    path = VAR / "secrets" / name.lower()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # O_EXCL: web process and worker start together and must agree on one secret.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()
