"""The first page after logging in: what waits for me."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.views import generic

from workflows import inbox
from workflows.models import Turn


class InboxView(LoginRequiredMixin, generic.ListView[Turn]):
    """The open moves of this person, grouped by when they are due; `?group=` opens a far one."""

    template_name = "workflows/inbox.html"
    paginate_by = inbox.AT_ONCE

    waits = inbox.Waits([], [])

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Adds `waits`: all that waits, counted, and what stands in the open groups."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.waits = inbox.what_waits(request.user, far=request.GET.get("group", ""))

    def get_queryset(self) -> Any:
        """What stands in the open groups."""
        return self.waits.things

    def get_paginator(self, *args: Any, **options: Any) -> Paginator[Any]:
        """Pages of the open groups, which are counted already."""
        pages = super().get_paginator(*args, **options)
        pages.count = sum(group.count for group in self.waits.groups if group.is_open)
        return pages

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds `sums` (all groups), `groups` (those on this page, a query for each kind of object) and `waiting_count`."""
        context = super().get_context_data(**given)
        inbox.fetch_objects(context["object_list"])
        context["sums"] = self.waits.groups
        context["groups"] = inbox.on_page(self.waits.groups, context["object_list"])
        context["waiting_count"] = sum(group.count for group in self.waits.groups)
        return context
