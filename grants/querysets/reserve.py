"""Offers to those on the reserve list: who sees which."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db.models import Q

from programmes import roles
from programmes.querysets import programme_ids
from workflows.lifecycle import LifecycleQuerySet


class ReserveOfferQuerySet(LifecycleQuerySet[Any]):
    """Offers."""

    def visible_to(self, user: Any) -> Self:
        """Twin of `rules.reserve.can_view`: one's own, and those of calls that one runs."""
        if not user.is_authenticated:
            return self.none()
        if user.is_active and user.is_superuser:
            return self
        run = Q(application__call__activity__programme__in=programme_ids(user, *roles.RUNNERS))
        return self.filter(run | Q(application__author=user))

    def unanswered_at(self, now: datetime) -> Self:
        """Those whose time to answer is over."""
        return self.in_state("made").filter(due_at__lt=now)

    def for_pages(self) -> Self:
        """With the application and its call, in the same query."""
        return self.select_related(
            "application__author", "application__call__activity__programme__funder"
        )
