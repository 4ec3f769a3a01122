"""Attached files of a blind call, for those who must not learn who applies."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from grants.documents.nameless import UncleanFile, nameless_file
from grants.views.assessment import AssessmentPage


class AssessmentFileView(AssessmentPage):
    """An attached file of a blind call: under a neutral name, without anything about its author."""

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """The cleaned file, or why it is not shown; 404 where names are open and the file has its own address."""
        self.load(pk)
        if not self.is_nameless or not self.opens_content():
            raise Http404
        try:
            found = nameless_file(self.object, number)
        except UncleanFile as reason:
            raise PermissionDenied(str(reason)) from reason
        if found is None:
            raise Http404
        name, content = found
        response = HttpResponse(content, content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
