"""What every template may know about the installation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, Any]:
    """Say whether this is a demo or a developer's machine, for the log-in page and the footer."""
    return {
        "demo_mode": settings.TANDEM_DEMO,
        "development": settings.TANDEM_DEVELOPMENT,
        "site_url": settings.TANDEM_URL,
    }
