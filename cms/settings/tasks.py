"""What leaves the request: one queue; Redis in production, a folder in development."""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab

from .environment import VAR, env

# Names, not imports: the tasks live in the rooms, settings know none of them.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "deliver what the outbox still holds": {
        "task": "workflows.sweep",
        "schedule": timedelta(seconds=60),
    },
    "a sign that the worker works": {
        "task": "cms.sign_of_life",
        "schedule": timedelta(seconds=60),
    },
    "moves whose time has come": {"task": "workflows.tick", "schedule": timedelta(seconds=30)},
    "daily letters": {"task": "workflows.digest", "schedule": timedelta(minutes=5)},
    "scan files that wait": {"task": "workflows.scan", "schedule": timedelta(seconds=60)},
    "reminders": {"task": "workflows.remind", "schedule": timedelta(minutes=10)},
    "events that begin tomorrow": {"task": "activities.remind", "schedule": timedelta(minutes=10)},
    "seal the day's history": {
        "task": "workflows.seal_day",
        "schedule": crontab(hour=0, minute=20),
    },
    "purge old bodies of mail": {"task": "workflows.purge", "schedule": crontab(hour=3, minute=10)},
}

CELERY_TIMEZONE = "Europe/Warsaw"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 300  # seconds
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True


def folder_broker() -> dict[str, Any]:
    """Return the options of a queue that is a folder under `var/`, so that no service is needed."""
    queue, control = VAR / "queue" / "tasks", VAR / "queue" / "control"
    for folder in (queue, control):
        folder.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "control_folder": str(control),
        "polling_interval": 0.5,
    }


REDIS_URL = env.str("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost//"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    {"visibility_timeout": 3600} if REDIS_URL else folder_broker()
)
