"""Around a form: what arrived in pieces stands among its files, so that no form knows the difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from . import uploading
from .models import Upload

NAMED = "_kept."


class KeptUploads:
    """A form names a whole upload of whoever sends it as `_kept.<field>`; the field gets it as a file."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Put the uploads that are named before the files that came; one that is gone is left out."""
        if request.method != "POST" or not request.user.is_authenticated or _saves_itself(request):
            return
        named = {name: keys for name, keys in request.POST.lists() if name.startswith(NAMED)}
        asked = [key for keys in named.values() for key in keys if _is_key(key)]
        if not asked:
            return
        mine = Upload.objects.filter(owner=request.user, key__in=asked[: uploading.AT_ONCE])
        found = {str(each.key): uploading.whole(each) for each in mine if each.is_whole}
        for name, keys in named.items():
            field = name.removeprefix(NAMED)
            kept = [found[key] for key in dict.fromkeys(keys) if key in found]
            request.FILES.setlist(field, [*kept, *request.FILES.getlist(field)])


def _saves_itself(request: HttpRequest) -> bool:
    """A page that keeps words as they are typed sends the names along and takes no files."""
    return "X-Autosave" in request.headers


def _is_key(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
