"""The first page after logging in: what waits for me."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.views import generic

from workflows import inbox
from workflows.models import Turn


class InboxView(LoginRequiredMixin, generic.ListView[Turn]):
    """The open moves of this person, grouped by when they are due."""

    template_name = "workflows/inbox.html"
    paginate_by = 200  # alike ones are folded, so that a page stays short

    def get_queryset(self) -> QuerySet[Turn]:
        """The turns of this person with their objects: as many queries as there are kinds of objects."""
        return inbox.with_objects(inbox.waiting(self.request.user))

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds `groups`."""
        context = super().get_context_data(**given)
        context["groups"] = inbox.grouped(inbox.rows(context["object_list"]))
        return context
