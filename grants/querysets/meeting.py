"""Meetings of committees: who sees which."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from grants.querysets.call import call_ids
from grants.rules.call import PANEL
from programmes import roles
from programmes.querysets import programme_ids
from workflows.lifecycle import LifecycleQuerySet


class MeetingQuerySet(LifecycleQuerySet[Any]):
    """Meetings."""

    def visible_to(self, user: Any) -> Self:
        """Twin of `rules.meeting.can_view`: those of calls that one runs or whose committee one sits on."""
        if not user.is_authenticated:
            return self.none()
        if user.is_active and user.is_superuser:
            return self
        run = Q(call__activity__programme__in=programme_ids(user, *roles.RUNNERS))
        return self.filter(run | Q(call__in=call_ids(user, *PANEL)))

    def for_lists(self) -> Self:
        """With what a row and a page show, in the same query."""
        return self.select_related("call__activity__programme__funder")
