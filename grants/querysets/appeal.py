"""Appeals: who sees which."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from grants.querysets.call import call_ids
from grants.querysets.sharing import beside_author
from grants.rules.blind import with_open_names
from grants.rules.sharing import BESIDE_AUTHOR
from programmes import roles
from programmes.querysets import programme_ids
from workflows.lifecycle import LifecycleQuerySet


class AppealQuerySet(LifecycleQuerySet[Any]):
    """Appeals."""

    def visible_to(self, user: Any) -> Self:
        """Twin of `rules.appeal.can_view`: those of applications one is in, and those in calls one runs, or chairs with open names."""
        if not user.is_authenticated:
            return self.none()
        if user.is_active and user.is_superuser:
            return self
        mine = Q(application__author=user)
        mine |= Q(application__in=beside_author(user, *BESIDE_AUTHOR))
        run = Q(application__call__activity__programme__in=programme_ids(user, *roles.RUNNERS))
        chaired = Q(application__call__in=call_ids(user, "chair"))
        return self.filter(mine | run | (chaired & with_open_names("application__call__")))

    def for_lists(self) -> Self:
        """With what a row and a page show, in the same query."""
        return self.select_related(
            "application__call__activity__programme__funder", "application__author__person"
        )
