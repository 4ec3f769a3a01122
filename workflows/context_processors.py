"""What every page of the workspace knows: how much waits for this person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .inbox import count_waiting


def waiting(request: HttpRequest) -> dict[str, Any]:
    """`waiting_count`, counted only when a template prints it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"waiting_count": SimpleLazyObject(lambda: count_waiting(user))}
