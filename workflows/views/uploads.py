"""Sending a file in pieces, by the core of tus 1.0 (https://tus.io): POST begins, HEAD asks, PATCH goes on, DELETE cancels."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.views.generic import View

from workflows import uploading
from workflows.errors import GuardsFailed
from workflows.models import Upload


class Answers(LoginRequiredMixin, View):
    """Base. Nothing of it is kept anywhere, and whoever is not logged in is told so instead of led elsewhere."""

    raise_exception = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer = super().dispatch(request, *args, **kwargs)
        answer["Cache-Control"] = "private, no-store"
        return answer


class UploadsView(Answers):
    """Begins one: `name` and `size` (bytes)."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """201 with the address to send to; 422 with the sentences against it."""
        size = request.POST.get("size", "")
        try:
            upload = uploading.begin(
                by=request.user,
                name=request.POST.get("name", ""),
                size=int(size) if size.isascii() and size.isdecimal() and len(size) < 16 else 0,
            )
        except GuardsFailed as refusal:
            return JsonResponse({"sentences": refusal.sentences}, status=422)
        answer = JsonResponse({"key": str(upload.key)}, status=201)
        answer["Location"] = reverse("workflows:upload", args=[upload.key])
        return answer


class UploadView(Answers):
    """One of them; for its owner only, for everybody else it is not there."""

    def found(self, key: Any) -> Upload:
        upload = Upload.objects.filter(key=key, owner_id=self.request.user.pk).first()
        if upload is None:
            raise Http404
        return upload

    def head(self, request: HttpRequest, key: Any) -> HttpResponse:
        """Where it stands."""
        return _stands(self.found(key), status=200)

    def patch(self, request: HttpRequest, key: Any) -> HttpResponse:
        """The next piece, from `Upload-Offset` on: 204; 409 with where it stands when that is elsewhere."""
        upload = self.found(key)
        offset, length = (
            request.headers.get(name, "") for name in ("Upload-Offset", "Content-Length")
        )
        if not (offset.isdecimal() and length.isdecimal()) or int(length) > uploading.PIECE:
            return _stands(upload, status=400)
        try:
            content = request.read(int(length))
            if len(content) < int(length):  # the line broke: the piece comes again
                return _stands(upload, status=400)
            upload.offset = uploading.take_piece(upload=upload, offset=int(offset), content=content)
        except uploading.WrongOffset:
            return _stands(self.found(key), status=409)
        except UnreadablePostError:
            return _stands(upload, status=400)
        except GuardsFailed as refusal:
            return JsonResponse({"sentences": refusal.sentences}, status=422)
        return _stands(upload, status=204)

    def delete(self, request: HttpRequest, key: Any) -> HttpResponse:
        """Cancelled: nothing of it stays."""
        uploading.forget(self.found(key))
        return HttpResponse(status=204)


def _stands(upload: Upload, *, status: int) -> HttpResponse:
    answer = HttpResponse(status=status)
    answer["Upload-Offset"], answer["Upload-Length"] = upload.offset, upload.size
    return answer
