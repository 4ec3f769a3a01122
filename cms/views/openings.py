"""The addresses above a visit and a mentoring scheme: whoever shortens one comes to what is open now."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.views.generic import RedirectView


class Openings(RedirectView):
    """To the list of what one may join, on the first page of the site."""

    http_method_names = ["get", "head", "options"]

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        return f"{reverse('wagtail_serve', args=[''])}#now"
