"""Calls as everybody sees them."""

from __future__ import annotations

from typing import Any

from django.views import generic

from grants.models import Application, Call
from grants.rules.results import results_of
from grants.rules.words import rules_of
from workflows import clock


class PublicCallListView(generic.TemplateView):
    """What one can apply for now, soon, and what was before."""

    template_name = "grants/call_public_list.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds `open_calls`, `announced`, `past` (the last 20)."""
        calls = Call.objects.public().with_programme()
        now = clock.now()
        return super().get_context_data(
            open_calls=calls.taking_applications(),
            announced=calls.announced(),
            past=calls.filter(closes_at__lte=now).order_by("-closes_at")[:20],
            now=now,
            **given,
        )


class PublicCallView(generic.DetailView[Call]):
    """One call: what it gives, to whom, until when, how it is judged, and the way in."""

    template_name = "grants/call_public.html"
    slug_field = slug_url_kwarg = "code"
    context_object_name = "call"

    def get_queryset(self) -> Any:
        """Calls that are no longer in preparation."""
        return Call.objects.public().with_programme().prefetch_related("criteria", "amendments")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds `rules`, `now` and the reader's own applications in this call."""
        user = self.request.user
        mine = (
            Application.objects.by_author(user).filter(call=self.object)
            if user.is_authenticated
            else []
        )
        return super().get_context_data(
            rules=rules_of(self.object),
            results=results_of(self.object),
            appeal_until=self.object.merit_appeal_until(self.object.results_published_at)
            if self.object.results_published_at
            else None,
            now=clock.now(),
            mine=mine,
            max_points=self.object.max_points,
            **given,
        )
