"""Minutes of meetings: who sees which."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from grants.querysets.call import call_ids
from grants.rules.call import PANEL
from programmes import roles
from programmes.querysets import programme_ids
from workflows.lifecycle import LifecycleQuerySet


class MinutesQuerySet(LifecycleQuerySet[Any]):
    """Minutes."""

    def visible_to(self, user: Any) -> Self:
        """Twin of `rules.minutes.can_view`: whoever sees the meeting, and whoever was at it and signs."""
        if not user.is_authenticated:
            return self.none()
        if user.is_active and user.is_superuser:
            return self
        run = Q(meeting__call__activity__programme__in=programme_ids(user, *roles.RUNNERS))
        panel = Q(meeting__call__in=call_ids(user, *PANEL))
        there = self.model.objects.filter(meeting__presences__person=user).values("pk")
        return self.filter(run | panel | Q(pk__in=there))

    def for_lists(self) -> Self:
        """With what a page shows, in the same query."""
        return self.select_related("meeting__call__activity__programme__funder", "scan")
