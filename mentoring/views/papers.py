"""What leaves mentoring as a file."""

from __future__ import annotations

from django.http import HttpResponse

from people.names import slug


def private_file(content: bytes, *, name: str, ending: str, kind: str) -> HttpResponse:
    """`content` as a file to keep, under `name` in harmless letters; no cache on the way keeps it."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{slug(name)}.{ending}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
