"""Which programmes, and parts of programmes, somebody sees."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from programmes import roles
from workflows.lifecycle import LifecycleQuerySet
from workflows.roles import roles_of


def programme_ids(user: Any, *names: str) -> set[int]:
    """Keys of the programmes on which `user` holds one of the roles `names`."""
    held = roles_of(user)
    programme = apps.get_model("programmes", "Programme")
    return {key for name in names for key in held.ids(name, programme)}


class ProgrammeQuerySet(LifecycleQuerySet[Any]):
    """Programmes."""

    def visible_to(self, user: Any) -> Self:
        """Those whose workspace pages `user` may open: its team, and administrators."""
        return self.with_role(user, *roles.TEAM)

    def with_role(self, user: Any, *names: str) -> Self:
        """Those on which `user` holds one of the roles `names`; all of them for an administrator."""
        if user.is_active and user.is_superuser:
            return self
        return self.filter(pk__in=programme_ids(user, *names))

    def worked_in_by(self, user: Any) -> Self:
        """Those on which `user` holds any role, be it only that of a reader."""
        return self.with_role(user, *roles.NAMES)

    def run_by(self, user: Any) -> Self:
        """Those that `user` runs as staff or coordinator."""
        return self.with_role(user, *roles.RUNNERS)

    def started(self) -> Self:
        """Those the public may know of: running, completed or closed."""
        return self.exclude(state=self.model.States.DRAFT)


class OfProgrammeQuerySet(models.QuerySet[Any]):
    """Parts of programmes: they are seen with their programme."""

    def visible_to(self, user: Any) -> Self:
        """Those of programmes whose workspace pages `user` may open."""
        if user.is_active and user.is_superuser:
            return self
        return self.filter(Q(programme__in=programme_ids(user, *roles.TEAM)))


class SavedFilterQuerySet(models.QuerySet[Any]):
    """Filters kept under a name."""

    def visible_to(self, user: Any) -> Self:
        """One's own, and those that somebody shared with the team of a programme one works in."""
        if not user.is_authenticated:
            return self.none()
        if user.is_active and user.is_superuser:
            return self.filter(Q(owner=user) | Q(shared_with__isnull=False))
        mine = Q(owner=user) | Q(shared_with__in=programme_ids(user, *roles.TEAM))
        return self.filter(mine)

    def of_list(self, place: str) -> Self:
        """Those of the list at the address named `place`, with their owner."""
        return self.filter(place=place).select_related("owner", "shared_with")


class GroupLetterQuerySet(LifecycleQuerySet[Any]):
    """Letters to groups."""

    def visible_to(self, user: Any) -> Self:
        """Those of the programmes that `user` runs: they name people and why they are written to."""
        if user.is_active and user.is_superuser:
            return self
        return self.filter(programme__in=programme_ids(user, *roles.RUNNERS))
