"""A programme file brought in by page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from programmes import rules
from programmes.importing import programme_files
from programmes.views.importing import ApplyView, Importing, UploadView


class ProgrammeImporting(Importing):
    """For whoever runs some programme."""

    files = programme_files
    title = _("Import a programme")
    not_yours = _("Those who run this programme bring its file in.")
    back = ("programmes:programmes", _("Programmes"))
    apply_name = "programmes:import-apply"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """403 with the reason for the others."""
        if request.user.is_authenticated and not rules.may_begin_programme(request.user, None):
            raise PermissionDenied(" ".join(rules.may_begin_programme.why_not(request.user, None)))
        return super().dispatch(request, *args, **kwargs)


class Upload(ProgrammeImporting, UploadView):
    """Send a file and see what it would change."""


class Apply(ProgrammeImporting, ApplyView):
    """Apply what was shown."""
