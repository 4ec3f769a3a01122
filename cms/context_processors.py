"""What every template may know about the installation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cms.navigation import menu_of, places_of
from cms.views.screen import TEXT_SIZE_COOKIE, TEXT_SIZES


def installation(request: HttpRequest) -> dict[str, Any]:
    """Say whether this is a demo or a developer's machine, for the log-in page and the footer."""
    return {
        "demo_mode": settings.TANDEM_DEMO,
        "development": settings.TANDEM_DEVELOPMENT,
        "site_url": settings.TANDEM_URL,
    }


def screen(request: HttpRequest) -> dict[str, Any]:
    """Say how large the letters are and which places of the workspace this person has.

    The places are worked out only by a page that draws them, and once.
    """
    size = request.COOKIES.get(TEXT_SIZE_COOKIE, "")
    return {
        "text_size": size if size in TEXT_SIZES else TEXT_SIZES[0],
        "places": SimpleLazyObject(lambda: places_of(request)),
        "menu_places": SimpleLazyObject(lambda: menu_of(request)),
    }
