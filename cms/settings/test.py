"""The test suite: quick hashing, no folder of the developer's, the network shut elsewhere."""

import os
import tempfile
from pathlib import Path

# A throw-away folder per process, chosen before base reads it: tests never touch var/.
os.environ["TANDEM_VAR"] = tempfile.mkdtemp(prefix="tandem-test-")

from .base import *
from .base import DATABASES
from .environment import VAR

SECRET_KEY = "tests"  # noqa: S105 -- guards nothing
HISTORY_KEY = "tests-history"
TANDEM_DEMO = True
TANDEM_DEVELOPMENT = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
ACCOUNT_RATE_LIMITS = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, not memory: the race tests open several connections.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
