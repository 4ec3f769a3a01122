"""Invitations to write together: who sees which."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db.models import Q

from grants.rules.sharing import BESIDE_AUTHOR, CO_AUTHOR
from workflows.lifecycle import LifecycleQuerySet
from workflows.roles import roles_of

STANDING = ("invited", "joined")


def beside_author(user: Any, *names: str) -> set[int]:
    """Keys of the applications on which `user` has one of the roles `names`."""
    application = apps.get_model("grants", "Application")
    held = roles_of(user)
    return {key for name in names for key in held.ids(name, application)}


def shared_with(user: Any) -> Q:
    """Over applications: those that `user` writes or reads beside their author."""
    return Q(pk__in=beside_author(user, *BESIDE_AUTHOR))


def written_with(user: Any) -> Q:
    """Over applications: those in which `user` writes beside their author."""
    return Q(pk__in=beside_author(user, CO_AUTHOR))


class CoAuthorQuerySet(LifecycleQuerySet[Any]):
    """Invitations to write or read an application."""

    def visible_to(self, user: Any) -> Self:
        """Twin of `rules.sharing.can_view`: one's own, and those of applications one wrote."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(user=user) | Q(application__author=user))

    def standing(self) -> Self:
        """Those that were not declined or ended."""
        return self.in_state(*STANDING)

    def ever_in(self) -> Self:
        """Those who joined, whether they are still in it or not: what one wrote ties one."""
        return self.filter(joined_at__isnull=False)

    def for_lists(self) -> Self:
        """With what a row and a page show, in the same query."""
        return self.select_related(
            "user", "application__call__activity__programme__funder", "application__author"
        )
