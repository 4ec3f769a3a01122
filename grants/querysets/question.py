"""Questions about calls: who sees which."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from programmes import roles
from programmes.querysets import programme_ids
from workflows.lifecycle import LifecycleQuerySet


class CallQuestionQuerySet(LifecycleQuerySet[Any]):
    """Questions about calls."""

    def visible_to(self, user: Any) -> Self:
        """Twin of `rules.question.can_view`: those about calls that `user` runs."""
        if not user.is_authenticated:
            return self.none()
        if user.is_active and user.is_superuser:
            return self
        run = programme_ids(user, *roles.RUNNERS)
        return self.filter(Q(call__activity__programme__in=run))

    def published(self) -> Self:
        """Those that everybody reads, the newest last."""
        return self.in_state("published").order_by("published_at", "pk")

    def for_lists(self) -> Self:
        """With what a row and a page show, in the same query."""
        return self.select_related("call__activity__programme__funder", "asker__person")
