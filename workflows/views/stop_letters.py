"""Leaving letters by the link in their head: a page that says what ends and what goes on; the POST takes effect."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from workflows.stopping import reader_of, stop, stopped_by
from workflows.topics import CHOOSABLE, How, Topic


# the mail programme posts without a cookie; the token says whose choice it is
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class StopLettersView(View):
    """No log-in is asked for, and opening the page changes nothing: mail servers open links."""

    def get(self, request: HttpRequest, what: str, token: str) -> HttpResponse:
        """Say what would end."""
        user = reader_of(what, token)
        return self.page(user, stopped_by(user, what) if user else [])

    def post(self, request: HttpRequest, what: str, token: str) -> HttpResponse:
        """End it."""
        user = reader_of(what, token)
        return self.page(user, stop(user=user, what=what) if user else [], done=True)

    def page(self, user: Any, ends: list[Topic], *, done: bool = False) -> HttpResponse:
        """What ends, or has ended, and what goes on; 404 for a link that we never gave."""
        context = {
            "known": user is not None,
            "ends": ends,
            "done": done,
            "always": [Topic.MUST, *(each for each in CHOOSABLE if How.NEVER not in each.ways)],
        }
        status = 200 if user else 404
        response = TemplateResponse(
            self.request, "workflows/stop_letters.html", context, status=status
        )
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "no-referrer"
        return response
