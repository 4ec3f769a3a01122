"""Filters of lists that the demo's staff keep: one for the whole team, one for oneself."""

from __future__ import annotations

from typing import Any

from programmes.models import Programme, SavedFilter


def play(staff: Any, programme: Programme) -> None:
    """What waits for the staff, shared with the team; the largest requests, for oneself."""
    place = "grants:application-list"
    SavedFilter.objects.create(
        owner=staff, place=place, name="Po terminie u nas", query="late=on&whose=staff", shared_with=programme
    )  # fmt: skip
    SavedFilter.objects.create(owner=staff, place=place, name="Największe kwoty", query="sort=most")
