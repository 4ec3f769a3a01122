"""The lists of this room, side by side."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def lists_of_grants(current: str) -> list[dict[str, Any]]:
    """Tabs for those who run or judge calls; `current` is the name of the list that is open."""
    pages = [
        (_("Calls"), "grants:call-list"),
        (_("Applications"), "grants:application-list"),
        (_("Agreements"), "grants:agreement-list"),
    ]
    return [
        {"label": label, "url": reverse(name), "current": name == current} for label, name in pages
    ]
