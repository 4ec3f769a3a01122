"""The first page after logging in: what waits for me."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views import generic

from workflows import inbox
from workflows.models import Turn


class InboxView(LoginRequiredMixin, generic.ListView[Turn]):
    """The open moves of this person, grouped by when they are due."""

    template_name = "workflows/inbox.html"
    paginate_by = 200  # alike ones are folded, so that a page stays short

    def get_queryset(self) -> Any:
        """What waits for this person, each thing once."""
        return inbox.things_waiting(self.request.user)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds `groups` (a query for each kind of object on the page) and `waiting_count`."""
        context = super().get_context_data(**given)
        turns = context["object_list"]
        inbox.fetch_objects(turns)
        context["groups"] = inbox.grouped(inbox.rows(turns))
        context["waiting_count"] = len(self.object_list)
        return context
