"""Fetching a file: as one's own copy, in the browser's viewer, or small; each after its owner's policy."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.cache import get_conditional_response
from django.views.generic import View

from workflows import policies
from workflows.models import StoredFile
from workflows.models.file import HeldBack
from workflows.previews import OPENED, small_of


class FileView(View):
    """The bytes of a file; as an attachment that no browser runs."""

    policy = "default-src 'none'; sandbox"
    kept = "private, no-store"

    def get(self, request: HttpRequest, key: Any) -> HttpResponseBase:
        """404 for whoever may not; somebody not logged in is asked to, whether or not the file exists."""
        file = StoredFile.objects.present().filter(key=key).first()
        if file is None or not policies.may_read_file(request.user, file):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise Http404
        try:
            response: HttpResponseBase = self.answer(file)
        except HeldBack as held:
            context = {"file": file, "sentence": str(held)}
            response = TemplateResponse(request, "workflows/file_held.html", context, status=409)
        except FileNotFoundError as gone:
            raise Http404 from gone
        else:
            response["Content-Security-Policy"] = self.policy
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = self.kept
        return response

    def answer(self, file: StoredFile) -> HttpResponseBase:
        """What this address gives of `file`; raises FileNotFoundError where it has nothing to give."""
        return FileResponse(
            file.open(), as_attachment=True, filename=file.name, content_type=file.content_type
        )


class FileOpenView(FileView):
    """The file in the browser's own viewer, if it is of a kind that no browser runs; else as a copy."""

    def answer(self, file: StoredFile) -> HttpResponseBase:
        if file.content_type not in OPENED:
            return super().answer(file)
        self.policy = OPENED[file.content_type]
        return FileResponse(file.open(), filename=file.name, content_type=file.content_type)


class FileSmallView(FileView):
    """A small picture of a photo. The browser keeps it, and asks each time whether it may show it still."""

    kept = "private, no-cache"

    def answer(self, file: StoredFile) -> HttpResponseBase:
        etag = f'"{file.sha256}-small"'
        small = small_of(file)
        response: HttpResponseBase | None = get_conditional_response(self.request, etag=etag)
        if response is None:
            name = f"{file.name}.jpg"
            response = FileResponse(small, filename=name, content_type="image/jpeg")
        else:
            small.close()
        response["ETag"] = etag
        return response
