"""The first page after logging in: what waits for me."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest
from django.views import generic

from workflows import inbox
from workflows.models import Turn


class InboxView(LoginRequiredMixin, generic.ListView[Turn]):
    """The open moves of this person, grouped by when they are due; `?group=` opens a far one."""

    template_name = "workflows/inbox.html"
    paginate_by = 200  # alike ones are folded, so that a page stays short

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Adds `groups`: all that waits, each thing once."""
        super().setup(request, *args, **kwargs)
        waiting = inbox.things_waiting(request.user) if request.user.is_authenticated else []
        self.groups = inbox.grouped(waiting, far=request.GET.get("group", ""))

    def get_queryset(self) -> Any:
        """What stands in the open groups."""
        return [turn for group in self.groups if group.is_open for turn in group.turns]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds `groups` (a query for each kind of object on the page) and `waiting_count`."""
        context = super().get_context_data(**given)
        here = {turn.pk for turn in context["object_list"]}
        inbox.fetch_objects(context["object_list"])
        groups = [_on_page(group, here) for group in self.groups]
        context["groups"] = [group for group in groups if group.turns]
        context["waiting_count"] = sum(len(group.turns) for group in self.groups)
        return context


def _on_page(group: inbox.Group, here: set[int]) -> inbox.Group:
    """`group` with only those of its turns that stand on this page; a closed one as it is."""
    if not group.is_open:
        return group
    return replace(group, turns=[turn for turn in group.turns if turn.pk in here])
