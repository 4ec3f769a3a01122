"""Which reports somebody sees."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from programmes import roles
from programmes.querysets import programme_ids
from workflows.lifecycle import LifecycleQuerySet


class ReportQuerySet(LifecycleQuerySet[Any]):
    """Reports to funders."""

    def visible_to(self, user: Any) -> Self:
        """Those of the programmes whose team one belongs to; the funder's, once submitted."""
        if user.is_active and user.is_superuser:
            return self
        team = Q(programme__in=programme_ids(user, *roles.TEAM))
        funder = Q(programme__in=programme_ids(user, roles.FUNDER), submitted_at__isnull=False)
        return self.filter(team | funder)
