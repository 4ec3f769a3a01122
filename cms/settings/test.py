"""The test suite: quick hashing, no folder of the developer's, the network shut elsewhere."""

import os
import tempfile
from pathlib import Path

# A throw-away folder per process, chosen before base reads it: tests never touch var/.
os.environ["TANDEM_VAR"] = tempfile.mkdtemp(prefix="tandem-test-")

from .base import *  # noqa: F403, E402 -- after TANDEM_VAR is set
from .base import DATABASES, TEMPLATES  # noqa: E402 -- as above
from .environment import VAR  # noqa: E402 -- as above

SECRET_KEY = "tests"  # noqa: S105 -- guards nothing
HISTORY_KEY = "tests-history"
TANDEM_DEMO = True
TANDEM_DEVELOPMENT = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
ACCOUNT_RATE_LIMITS = False

# A misspelt variable must not pass as an empty string in a page.
TEMPLATES[0]["OPTIONS"]["debug"] = False  # type: ignore[index]
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, not memory: the race tests open several connections.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
