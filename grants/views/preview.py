"""The whole application form of a call as its applicants will see it, before the call opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View

from grants.models import Call
from grants.rules.content import ContentForm
from grants.rules.opening import asked_in
from questionnaires.blocks import Block
from questionnaires.views.preview import PreviewPage


class CallPreview(PreviewPage, LoginRequiredMixin, View):
    """For those who run the call; nothing is saved."""

    call: Call

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        rows = Call.objects.run_by(request.user).select_related("questionnaire__questionnaire")
        self.call = get_object_or_404(rows, code=code)
        if self.call.questionnaire is None:
            raise Http404
        return self.drawn(
            asked_in(self.call, organisations=[]),
            title=self.call.title,
            back=self.call.get_absolute_url(),
        )

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """As a page of the form goes on; nothing is saved."""
        return self.get(request, code)

    def form(self, blocks: list[Block], values: Mapping[str, Any], **given: Any) -> ContentForm:
        """The form with the call's own limits."""
        return ContentForm(blocks, values, call=self.call, **given)
