"""Which forms somebody sees, and which versions may be asked."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from questionnaires.registries import owners
from workflows.models.link import type_of


class QuestionnaireQuerySet(models.QuerySet[Any]):
    """Forms."""

    def visible_to(self, user: Any) -> Self:
        """Twin of `rules.can_view`: the shared ones and those of one's owners, for whoever runs any."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        run = [(kind, list(kind.run_by(user).values_list("pk", flat=True))) for kind in owners]
        if not any(keys for _kind, keys in run):
            return self.none()
        mine = Q(owner_id__isnull=True)
        for kind, keys in run:
            mine |= Q(owner_type=type_of(kind.model), owner_id__in=keys)
        return self.filter(mine)

    def for_lists(self) -> Self:
        """With owner and versions, in two more queries whatever the number of rows."""
        return self.prefetch_related("owner", "versions")


class VersionQuerySet(models.QuerySet[Any]):
    """Versions of forms."""

    def published(self) -> Self:
        """Those that people may be asked to answer, newest first in each questionnaire."""
        return self.filter(published_at__isnull=False).order_by("questionnaire__name", "-number")

    def drafts(self) -> Self:
        """Those that are still being written."""
        return self.filter(published_at__isnull=True)
