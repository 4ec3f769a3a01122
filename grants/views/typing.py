"""Autosave of what is typed: only what this window touched is written, and nobody is overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format

from workflows import clock


@dataclass(frozen=True)
class Merged:
    """What is to be kept, and by field what another window wrote meanwhile."""

    values: dict[str, str]
    conflicts: dict[str, str]


def merge(request: HttpRequest, *, stored: Mapping[str, str], seen_now: bool) -> Merged:
    """Put the touched fields of an autosave over `stored`.

    `seen_now` tells that the window knew the stored values; otherwise a field that was written elsewhere with
    other words is left alone and reported.
    """
    touched = [name for name in request.POST.getlist("_changed") if name in stored]
    values, conflicts = dict(stored), {}
    for name in touched:
        typed = request.POST.get(name, "")
        if not seen_now and stored[name] and stored[name] != typed:
            conflicts[name] = stored[name]
        else:
            values[name] = typed
    return Merged(values, conflicts)


def seen_version(request: HttpRequest) -> int:
    """The version in the form; -1 when there is none."""
    text = str(request.POST.get("version", ""))
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def saved(version: int, labels: Mapping[str, Any], conflicts: Mapping[str, str]) -> JsonResponse:
    """The answer that the autosave script understands; 409 when something was written elsewhere."""
    theirs = {
        name: {"label": str(labels.get(name, name)), "theirs": text}
        for name, text in conflicts.items()
    }
    body = {
        "version": version,
        "saved_at": date_format(timezone.localtime(clock.now()), "H:i"),
        "conflicts": theirs,
    }
    return JsonResponse(body, status=409 if conflicts else 200)


def gone(sentences: list[str], status: int) -> JsonResponse:
    """The answer when nothing may be saved any more."""
    return JsonResponse({"sentences": sentences}, status=status)
