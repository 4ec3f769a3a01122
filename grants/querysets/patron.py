"""Questions to patrons of groups: who sees which."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db.models import Q

from grants.querysets.sharing import beside_author
from grants.rules.sharing import BESIDE_AUTHOR
from programmes import roles
from programmes.querysets import programme_ids
from workflows.lifecycle import LifecycleQuerySet

STANDING = ("asked", "confirmed")


class PatronageQuerySet(LifecycleQuerySet[Any]):
    """Questions to patrons."""

    def visible_to(self, user: Any) -> Self:
        """Twin of `rules.patron.can_view`: one's own, those of applications one writes, those received by one's office."""
        if not user.is_authenticated:
            return self.none()
        own = Q(user=user) | Q(application__author=user)
        own |= Q(application__in=beside_author(user, *BESIDE_AUTHOR))
        office = Q(application__call__activity__programme__in=programme_ids(user, *roles.RUNNERS))
        if user.is_active and user.is_superuser:
            office = Q(pk__isnull=False)
        return self.filter(own | (office & Q(application__submitted_at__isnull=False)))

    def standing(self) -> Self:
        """Those that wait for an answer or were confirmed."""
        return self.in_state(*STANDING)

    def unanswered_at(self, now: datetime) -> Self:
        """Those whose time to answer is over."""
        return self.in_state("asked").filter(due_at__lte=now)

    def for_lists(self) -> Self:
        """With what a row and a page show, in the same query."""
        return self.select_related(
            "user", "application__call__activity__programme__funder", "application__author"
        )
