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

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Adds `groups`: all that waits, counted."""
        super().setup(request, *args, **kwargs)
        known = request.user.is_authenticated
        self.groups = inbox.grouped(request.user, far=request.GET.get("group", "")) if known else []

    def get_queryset(self) -> Any:
        """What stands in the open groups."""
        keys = [group.key for group in self.groups if group.is_open]
        things = inbox.things_waiting(self.request.user).filter(group__in=keys)
        return things.select_related("holder")

    def get_paginator(self, *args: Any, **options: Any) -> Paginator[Any]:
        """Pages of the open groups, which are counted already."""
        pages = super().get_paginator(*args, **options)
        pages.count = sum(group.count for group in self.groups if group.is_open)
        return pages

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds `sums` (all groups), `groups` (those on this page, a query for each kind of object) and `waiting_count`."""
        context = super().get_context_data(**given)
        inbox.fetch_objects(context["object_list"])
        context["sums"] = self.groups
        context["groups"] = inbox.on_page(self.groups, context["object_list"])
        context["waiting_count"] = sum(group.count for group in self.groups)
        return context
